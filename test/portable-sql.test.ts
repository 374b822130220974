import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { allSql, sqlIn } from './sql-text.ts';

const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** What engines that speak PostgreSQL's protocol lack, or do otherwise. */
const rules = [
  { says: 'no advisory locks', breaks: /advisory/i, example: 'select pg_try_advisory_xact_lock(1)' },
  {
    says: 'no sequences',
    breaks:
      /\b(nextval|currval|setval|lastval|\w*serial\d?|pgSequence)\b|\b(create|alter)\s+sequence\b|as\s*identity/i,
    example: 'create table t (id bigserial primary key)',
  },
  {
    says: 'no triggers',
    breaks: /\bcreate\s+(or\s+replace\s+|constraint\s+)*trigger\b/i,
    example: 'create constraint trigger t after insert on x',
  },
  {
    says: 'no stored procedures',
    breaks: /\bcreate\s+(or\s+replace\s+)?(function|procedure)|\bplpgsql\b|\bdo\s+(\$|language)/i,
    example: 'create or replace function f() returns int',
  },
  {
    says: 'no temporary tables',
    breaks: /\btemp(orary)?\s+(table|view)|\bpg_temp|\bon\s+commit\s+(drop|delete)/i,
    example: 'create temp table t (id int)',
  },
  { says: 'no rules', breaks: /\bcreate\s+(or\s+replace\s+)?rule\b/i, example: 'create rule r as on update' },
  { says: 'no table locks', breaks: /\block\s+table\b/i, example: 'lock table leases in exclusive mode' },
  {
    says: 'nothing waits for a notification: the polls are the truth',
    breaks: /\b(listen|unlisten|notify|pg_notify)\b/i,
    example: "select pg_notify('log', '1')",
  },
] as const;

describe('SQL is portable', () => {
  const all = allSql(root);

  it('all of it is read', () => {
    const places = all.map(({ at }) => at.split(':')[0]);
    for (const path of [
      'drizzle/broker/0000_initial.sql',
      'drizzle/console/0000_sign_ins.sql',
      'broker/audit/lease.ts',
      'broker/db/run-time-role.ts',
      'broker/signals/intend-write.ts',
      'lib/auth/sign-ins.ts',
    ])
      expect(places).toContain(path);
  });

  for (const { says, breaks, example } of rules) {
    it(says, () => expect(all.filter(({ text }) => breaks.test(text)).map(({ at }) => at)).toEqual([]));
    it(`would catch it: ${says}`, () => expect(example).toMatch(breaks));
  }

  it('templates, raw text and table builders are all found', () => {
    const source = `
      const a = sql\`select nextval('a')\`;
      const b = sql<number>\`select \${sql\`pg_notify('b', '')\`}\`;
      await client.exec("create temp table c (id int)");
      const d = { id: bigserial('id'), e: integer('e').generatedAlwaysAsIdentity() };
    `;
    const found = sqlIn('broker/x.ts', source);
    const broken = rules.filter(({ breaks }) => found.some(({ text }) => breaks.test(text)));
    expect(broken.map(({ says }) => says)).toEqual([
      'no sequences',
      'no temporary tables',
      'nothing waits for a notification: the polls are the truth',
    ]);
    expect(found.map(({ at }) => at)).toEqual([2, 3, 3, 4, 5, 5].map((line) => `broker/x.ts:${line}`));
  });
});
