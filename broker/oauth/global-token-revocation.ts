import { and, eq, exists, inArray, or, type SQL, sql } from 'drizzle-orm';
import { QueryBuilder } from 'drizzle-orm/pg-core';
import { z } from 'zod';
import type { Context } from '../context.ts';
import { delegations, reviews } from '../delegation/tables.ts';
import { notFound, Refusal } from '../errors.ts';
import type { Principal } from '../identity/principal.ts';
import { people } from '../identity/tables.ts';
import { reachedByPerson } from './not-before/concerned.ts';
import { cutOffNow } from './not-before/cut-off.ts';

const text = z.string().min(1).max(1024);

/** RFC 9493 §3.2: the formats that name a person here. */
const asked = z.object({
  sub_id: z.discriminatedUnion('format', [
    z.object({ format: z.literal('iss_sub'), iss: text, sub: text }),
    z.object({ format: z.literal('email'), email: text }),
    z.object({ format: z.literal('opaque'), id: text }),
  ]),
});
type SubjectId = z.output<typeof asked>['sub_id'];

/** draft-parecki-oauth-global-token-revocation-05 §2. Committed before the answer, so refused everywhere from then on. */
export async function globalTokenRevocation(
  context: Context,
  principal: Principal,
  request: Request,
): Promise<Response> {
  const subject = await readSubject(request);
  const persons = await personsNamed(context, subject);
  if (persons.length === 0) throw notFound();
  for (const person of persons) await revokeAllOf(context, principal, person, subject.format);
  return new Response(null, { status: 204, headers: { 'cache-control': 'no-store' } });
}

/** §2.2, §2.4.2: malformed, or a format that is not known here. */
async function readSubject(request: Request): Promise<SubjectId> {
  const type = request.headers.get('content-type') ?? '';
  if (!/^application\/json(\s*;|$)/i.test(type)) throw malformed('The body must be application/json.');
  const body = await request.json().catch(() => undefined);
  const parsed = asked.safeParse(body);
  if (!parsed.success) throw malformed('sub_id must be an iss_sub, email or opaque subject identifier.');
  return parsed.data.sub_id;
}

function malformed(message: string): Refusal {
  return new Refusal('invalid_request', message, { status: 400 });
}

/**
 * An address that several people have names all of them: somebody who takes on another one's address must not be able
 * to prevent that one's end.
 */
async function personsNamed({ reader }: Context, subject: SubjectId): Promise<string[]> {
  const rows = await reader.selectDistinct({ person: people.personId }).from(people).where(named(subject));
  return rows.map(({ person }) => person);
}

function named(subject: SubjectId): SQL | undefined {
  switch (subject.format) {
    case 'iss_sub':
      return and(eq(people.iss, subject.iss), eq(people.sub, subject.sub));
    case 'opaque':
      return eq(people.id, subject.id);
    case 'email':
      return sql`lower(${people.email}) = lower(${subject.email.trim()})`;
  }
}

async function revokeAllOf(
  context: Context,
  principal: Principal,
  person: string,
  format: SubjectId['format'],
): Promise<void> {
  const reached = reachedByPerson(person);
  await cutOffNow(context, {
    level: 'person',
    reached: { ...reached, grants: sql`(${or(reached.grants, reviewedBy(person))})`, pending: true },
    by: { kind: 'signal' },
    reason: 'All tokens of the person were revoked.',
    entries: [
      {
        type: 'not_before.set',
        actor: principal.id,
        target: person,
        facts: { level: 'person', by: 'global_revocation', format },
      },
    ],
  });
}

/** A signature of this person stands under a request that is not decided. */
function reviewedBy(person: string): SQL | undefined {
  const from = new QueryBuilder();
  const accounts = from.select({ id: people.id }).from(people).where(eq(people.personId, person));
  const signed = from
    .select({ one: sql`1` })
    .from(reviews)
    .where(and(eq(reviews.delegationId, delegations.id), inArray(reviews.signerId, accounts)));
  return and(eq(delegations.status, 'pending'), exists(signed));
}
