import 'server-only';
import { callBackend } from './call-backend.ts';

/** One section of an account, as the backend gives it to this session. */
export function readAccount(of: {
  readonly sid: string;
  readonly level: 'read' | 'write';
  readonly resource: string;
  readonly account: string;
  readonly section: string;
}): Promise<unknown> {
  const { sid, level, resource, account, section } = of;
  const id = encodeURIComponent(account.split('/')[1] ?? '');
  return callBackend({ sid, level, resource, path: `/accounts/${id}/${section}` });
}
