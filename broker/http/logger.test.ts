import { expect, it } from 'vitest';
import { createLogger } from './logger.ts';

function logged(write: (log: ReturnType<typeof createLogger>) => void): string {
  const lines: string[] = [];
  write(createLogger('info', { write: (line: string) => void lines.push(line) }));
  return lines.join();
}

const token = 'eyJhbGciOiJFUzI1NiJ9.eyJzdWIiOiJhIn0.c2lnbmF0dXJl';

it('never logs a token, a proof, a credential, a cookie or a body', () => {
  const headers = { authorization: `DPoP ${token}`, dpop: token, cookie: 'a=b', 'set-cookie': 'c=d' };
  const text = logged((log) => {
    log.info({ headers }, 'one');
    log.info({ req: { headers, body: { justification: 'private' } } }, 'two');
  });
  for (const secret of [token, 'a=b', 'c=d', 'private']) expect(text).not.toContain(secret);
});

it('logs an error without the parameters of its statement and without tokens in its text', () => {
  const cause = Object.assign(new Error(`bad token ${token}`), { code: '23505' });
  const error = new Error('Failed query: insert into x values ($1)\nparams: Mira,secret', { cause });
  const text = logged((log) => log.error({ err: error }, 'three'));
  expect(text).toContain('insert into x');
  expect(text).toContain('23505');
  expect(text).not.toContain('Mira');
  expect(text).not.toContain(token);
});
