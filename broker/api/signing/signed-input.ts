import type { z } from '@hono/zod-openapi';
import type { Signed, Statement } from '../../signing/statement.ts';
import { present } from '../present.ts';
import type { signed } from './schema.ts';

export function signedInput({ statement, nonce, method }: z.output<typeof signed>): Signed {
  return { statement: present(statement) as Statement, nonce, method };
}
