import { postAsService, Refused } from './as-service.ts';
import { brokerService, serviceOptions } from './service-client.ts';

export const operatorOptions = { ...serviceOptions, json: { type: 'boolean' } } as const;

type OperatorOptions = Parameters<typeof brokerService>[0] & { json?: boolean };

export interface Operation {
  scope: string;
  path: string;
  body: object;
}

/** One call as the operator, over mutual TLS. 0: done, 1: refused or not reached, 2: not understood. */
export async function asOperator<Done>(
  options: OperatorOptions,
  operation: Operation,
  tell: { print: (line: string) => void; done: (answer: Done) => string; failed: string },
): Promise<number> {
  const service = brokerService(options);
  if ('missing' in service) {
    tell.print(service.missing);
    return 2;
  }
  try {
    const done = (await postAsService(service, operation)) as Done;
    tell.print(options.json ? JSON.stringify(done) : tell.done(done));
    return 0;
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    tell.print(`${tell.failed}: ${error.message}`);
    return 1;
  }
}
