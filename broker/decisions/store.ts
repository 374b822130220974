import { and, asc, count, desc, eq, gt, gte, lt, or, type SQL, sql } from 'drizzle-orm';
import { type Write, write } from '../audit/record.ts';
import { insertInto } from '../db/build.ts';
import type { Reader } from '../db/client.ts';
import type { DecisionId } from '../ids.ts';
import { askedShape } from '../policy/asked.ts';
import type { Decision } from './decision.ts';
import { policyDecisions } from './tables.ts';

type Row = typeof policyDecisions.$inferSelect;

/** A decision of a session may have been recorded before: then it is the same one. */
export function recordingDecision({ asked, session, delegation, ...decision }: Decision): Write {
  const row = {
    ...decision,
    question: { ...asked },
    session: session ?? null,
    delegation: delegation ?? null,
  };
  return write(insertInto(policyDecisions).values(row).onConflictDoNothing(), {
    rows: 'any',
    otherwise: new Error('A decision was not recorded.'),
  });
}

/** As many at once as an activation has denied, as one parameter. */
export function recordingDecisions(decisions: readonly Decision[]): Write {
  const rows = decisions.map(({ asked, questionHash, policyVersion, ...decision }) => ({
    ...decision,
    question: asked,
    question_hash: questionHash,
    policy_version: policyVersion,
  }));
  const columns = sql.raw(
    'id, "at", stage, question, question_hash, answer, policy_version, actor, subject, delegation, session',
  );
  const statement = sql`insert into ${policyDecisions} (${columns})
    select ${columns} from jsonb_to_recordset(${JSON.stringify(rows)}::text::jsonb)
      as decision(id text, "at" timestamptz, stage text, question jsonb, question_hash text, answer jsonb,
        policy_version text, actor text, subject text, delegation text, session text)
    on conflict do nothing`;
  return write(statement, { rows: 'any', otherwise: new Error('Decisions were not recorded.') });
}

export function decisionFrom({ question, session, delegation, ...row }: Row): Decision {
  return {
    ...row,
    id: row.id as DecisionId,
    asked: askedShape.parse(question),
    ...(session === null ? {} : { session }),
    ...(delegation === null ? {} : { delegation }),
  };
}

export async function findDecision(reader: Reader, id: string): Promise<Decision | undefined> {
  const [row] = await reader.select().from(policyDecisions).where(eq(policyDecisions.id, id));
  return row && decisionFrom(row);
}

export interface DecisionPage {
  since?: Date | undefined;
  until?: Date | undefined;
  delegation?: string | undefined;
  /** A customer is who it is about, anybody else who asked. */
  person?: string | undefined;
  /** The last one of the page before. */
  after?: { at: Date; id: string } | undefined;
  newestFirst?: boolean;
  limit: number;
}

function beyond({ at, id }: { at: Date; id: string }, newestFirst: boolean): SQL | undefined {
  const further = newestFirst ? lt : gt;
  return or(
    further(policyDecisions.at, at),
    and(eq(policyDecisions.at, at), further(policyDecisions.id, id)),
  );
}

const columnOf = (person: string) =>
  person.startsWith('cus_') ? policyDecisions.subject : policyDecisions.actor;

export async function pageOfDecisions(reader: Reader, page: DecisionPage): Promise<Decision[]> {
  return (await pageOfRows(reader, page)).map(decisionFrom);
}

/** As they are stored, for whoever reads them elsewhere. */
export async function pageOfRows(reader: Reader, page: DecisionPage): Promise<Row[]> {
  const { since, until, delegation, person, after, newestFirst = false, limit } = page;
  const order = newestFirst ? desc : asc;
  return reader
    .select()
    .from(policyDecisions)
    .where(
      and(
        since && gte(policyDecisions.at, since),
        until && lt(policyDecisions.at, until),
        delegation === undefined ? undefined : eq(policyDecisions.delegation, delegation),
        person === undefined ? undefined : eq(columnOf(person), person),
        after && beyond(after, newestFirst),
      ),
    )
    .orderBy(order(policyDecisions.at), order(policyDecisions.id))
    .limit(limit);
}

/** How many were made since then, `most` of them at most. */
export async function countDecisions(reader: Reader, since: Date, most: number): Promise<number> {
  const some = reader
    .select({ id: policyDecisions.id })
    .from(policyDecisions)
    .where(gte(policyDecisions.at, since))
    .limit(most)
    .as('some');
  const [row] = await reader.select({ many: count() }).from(some);
  return row?.many ?? 0;
}
