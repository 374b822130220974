import { Problem } from '@countersign/client';
import { type BrokerService, whyNot } from './service-client.ts';

export const serviceUsage = '[--broker URL] [--ca FILE] [--client ID --cert FILE --key FILE]';

/** One creating call with a token for this scope. What the broker refuses is a `Refused`. Ends the service. */
export async function postAsService(
  service: BrokerService,
  { scope, path, body }: { scope: string; path: string; body: unknown },
): Promise<unknown> {
  try {
    const call = await service.as(scope);
    const response = await call(`${service.broker}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'idempotency-key': `"${crypto.randomUUID()}"` },
      body: JSON.stringify(body),
    });
    const answer: unknown = await response.json().catch(() => undefined);
    if (!response.ok) throw new Refused(Problem.from(response, answer).message, answer);
    return answer;
  } catch (error) {
    const why = whyNot(error, service.broker);
    throw why === undefined ? error : new Refused(why, undefined);
  } finally {
    await service.close();
  }
}

/** What the broker would not do, or that it could not be asked. */
export class Refused extends Error {
  readonly answer: unknown;
  constructor(message: string, answer: unknown) {
    super(message);
    this.answer = answer;
  }
}
