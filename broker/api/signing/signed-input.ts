import type { z } from '@hono/zod-openapi';
import type { Signed, Statement } from '../../signing/statement.ts';
import { present } from '../present.ts';
import type { signed } from './schema.ts';

export function signedInput(given: z.output<typeof signed>): Signed {
  const statement = present(given.statement) as Statement;
  const { nonce } = given;
  if (given.method === 'session') return { statement, nonce, method: 'session' };
  if (given.method === 'confirmation') return { statement, nonce, method: 'confirmation', code: given.code };
  const { id, response } = given.assertion;
  return { statement, nonce, method: 'passkey', assertion: { id, response } };
}
