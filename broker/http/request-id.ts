import { newId } from '../ids.ts';

const TRACEPARENT = /^[0-9a-f]{2}-([0-9a-f]{32})-[0-9a-f]{16}-[0-9a-f]{2}$/;

/** Ours, not the caller's: the log must not be made to point at another request. */
export const newRequestId = (): string => newId('req');

/** The trace this request belongs to, as W3C Trace Context has it. */
export function traceIdOf(headers: Headers): string | undefined {
  const id = TRACEPARENT.exec(headers.get('traceparent') ?? '')?.[1];
  return id === '0'.repeat(32) ? undefined : id;
}
