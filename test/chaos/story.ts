import { idempotencyKey, TokenError } from '@countersign/client';
import { decodeJwt } from 'jose';
import { accountOf, asking, READ, WRITE } from '../cluster/asking.ts';
import type { People, Person } from '../cluster/people.ts';
import { type Insistence, insist } from './insist.ts';

export interface Stage extends Insistence {
  readonly people: People;
  readonly resource: string;
  /** Who approves what is more than reading. */
  readonly lead: Person;
}

export interface Plan {
  readonly agent: Person;
  readonly customer: Person;
  readonly writes: boolean;
  /** Who ends it: the agent leaves, or the customer stops the whole grant. */
  readonly revoked: boolean;
  readonly value: string;
}

/** From the request to the stop, each step insisted on, each acknowledgement noted. */
export async function tellStory(stage: Stage, plan: Plan): Promise<void> {
  const delegation = await file(stage, plan);
  if (plan.writes) await approve(stage, delegation);
  await consent(stage, plan.customer, delegation);
  const entered = await enter(stage, plan.agent, delegation);
  if (entered === undefined) return;
  if (plan.writes) await raise(stage, plan.agent, entered.session);
  const token = await work(stage, plan, entered);
  await leave(stage, plan, entered);
  if (token !== undefined) await knock(stage, plan, entered, token);
  stage.ledger.stories += 1;
}

async function file(stage: Stage, { agent, customer, writes }: Plan): Promise<string> {
  const how = { actions: writes ? WRITE : READ, key: idempotencyKey() };
  const { data, status, problem } = await insist(stage, 'file', () =>
    asking.file(agent, customer, stage.resource, how),
  );
  // Done by a node that died with the answer: the refusal to do it again says what was made.
  const delegation = data?.id ?? problem.delegation;
  if (delegation === undefined) throw new Error(`The request was refused: ${status} ${problem.code}`);
  stage.ledger.acknowledge({ kind: 'requested', delegation });
  return delegation;
}

async function approve(stage: Stage, id: string): Promise<void> {
  const { status, problem, again } = await insist(stage, 'approve', () => asking.approve(stage.lead, id));
  // Who asked again may have been heard the first time.
  if (status !== 200 && !again) throw new Error(`The approval was refused: ${status} ${problem.code}`);
  stage.ledger.acknowledge({ kind: 'approved', delegation: id, by: stage.lead.id });
}

async function consent(stage: Stage, customer: Person, id: string): Promise<void> {
  const { status, problem, again } = await insist(stage, 'consent', () => asking.consent(customer, id));
  if (status !== 200 && !again) throw new Error(`The consent was refused: ${status} ${problem.code}`);
  stage.ledger.acknowledge({ kind: 'consented', delegation: id, by: customer.id });
}

interface Entered {
  session: string;
  delegation: string;
  grantToken: string;
}

async function enter(stage: Stage, agent: Person, delegation: string): Promise<Entered | undefined> {
  const key = idempotencyKey();
  const { data, status, problem, again } = await insist(stage, 'start', () =>
    asking.start(agent, delegation, key),
  );
  if (data?.grant_token === undefined) {
    if (data === undefined && !again) throw new Error(`The start was refused: ${status} ${problem.code}`);
    // It began, and the answer that held its token is lost: leave, and begin another story.
    await leaveAll(stage, agent);
    return undefined;
  }
  stage.ledger.acknowledge({ kind: 'started', session: data.sid, delegation });
  return { session: data.sid, delegation, grantToken: data.grant_token };
}

/** An agent is in one session at a time. */
export async function leaveAll(stage: Stage, agent: Person): Promise<void> {
  const { data } = await insist(stage, 'look for sessions', () => asking.live(agent));
  for (const { sid } of data?.items ?? []) await insist(stage, 'leave', () => asking.end(agent, sid));
}

async function raise(stage: Stage, agent: Person, session: string): Promise<void> {
  const { status, problem, again } = await insist(stage, 'raise', () =>
    agent.api.POST('/v1/sessions/{sid}/raise', {
      params: { path: { sid: session } },
      body: { reason: 'The setting is wrong.' },
    }),
  );
  if (status !== 200 && !again) throw new Error(`The raise was refused: ${status} ${problem.code}`);
  stage.ledger.acknowledge({ kind: 'raised', session });
}

async function exchange(stage: Stage, agent: Person, { session, grantToken }: Entered): Promise<string> {
  const issued = { token: '' };
  await insist(stage, 'exchange', async () => {
    const actorToken = await agent.accessToken();
    const answer = await stage.people.tokens.exchangeDelegation({
      grantToken,
      actorToken,
      resource: stage.resource,
    });
    issued.token = answer.accessToken;
    return { response: new Response() };
  });
  stage.ledger.acknowledge({ kind: 'issued', session, jti: decodeJwt(issued.token).jti ?? '' });
  return issued.token;
}

type Method = 'GET' | 'PATCH';

/** One call of the backend, asked again while it cannot know. */
async function call(stage: Stage, token: string, method: Method, path: string, body?: object) {
  const send = stage.people.calling(token);
  const read = { body: undefined as unknown };
  const { status } = await insist(stage, `${method} ${path.split('/').at(-1)}`, async () => {
    const response = await send(`${stage.resource}${path}`, {
      method,
      headers: { 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    read.body = await response.json().catch(() => undefined);
    return { response };
  });
  return { status, body: read.body };
}

/** What should not have been refused, with what the broker says of the session: who ended it, and why. */
async function refused(stage: Stage, agent: Person, entered: Entered, what: string, answer: object) {
  const { data } = await insist(stage, 'look at the session', () => asking.look(agent, entered.session));
  stage.ledger.breach(what, `${JSON.stringify(answer)}, and the session is ${JSON.stringify(data)}`);
}

const READS = 3;

async function work(stage: Stage, plan: Plan, entered: Entered): Promise<string | undefined> {
  const { agent, customer, writes, value } = plan;
  const base = `/accounts/${accountOf(customer).split('/')[1]}`;
  let token: string | undefined;
  for (let read = 0; read < READS; read += 1) {
    token = await exchange(stage, agent, entered);
    const { status, body } = await call(stage, token, 'GET', `${base}/settings`);
    if (status !== 200) {
      await refused(stage, agent, entered, 'a read in a live session was refused', { status, body });
      return undefined;
    }
    const [first] = (body as { items: { key: string }[] }).items;
    if (!writes || first === undefined || read > 0) continue;
    const changed = await call(stage, token, 'PATCH', `${base}/settings`, { [first.key]: value });
    if (changed.status !== 200) {
      await refused(stage, agent, entered, 'a write in a raised session was refused', changed);
      return undefined;
    }
    stage.ledger.acknowledge({
      kind: 'written',
      session: entered.session,
      account: accountOf(customer),
      setting: first.key,
      value,
    });
  }
  return token;
}

async function leave(stage: Stage, { agent, customer, revoked }: Plan, { session, delegation }: Entered) {
  const { status, problem } = await insist<unknown>(stage, revoked ? 'revoke' : 'leave', () =>
    revoked ? asking.revoke(customer, delegation) : asking.end(agent, session),
  );
  // Asked again, it may have been over already.
  if (status !== 200 && status !== 409) throw new Error(`The stop was refused: ${status} ${problem.code}`);
  stage.ledger.acknowledge({ kind: 'stopped', session, delegation, revoked });
}

/** What a backend may still let in: it hears of a stop at once, or refuses when it hears nothing. */
const HEARS_WITHIN_MS = 5_500;

/** After the stop: no further token, and soon no further call. */
async function knock(stage: Stage, plan: Plan, entered: Entered, token: string): Promise<void> {
  const stoppedAt = performance.now();
  const refused = await exchange(stage, plan.agent, entered).then(
    () => false,
    (error: unknown) => {
      if (error instanceof TokenError) return true;
      throw error;
    },
  );
  if (!refused) stage.ledger.breach('a token was issued after the stop', entered.session);
  const path = `/accounts/${accountOf(plan.customer).split('/')[1]}/settings`;
  for (;;) {
    const askedAt = performance.now();
    const { status } = await call(stage, token, 'GET', path);
    if (status !== 200) return;
    if (askedAt - stoppedAt > HEARS_WITHIN_MS) {
      stage.ledger.breach('a backend let a stopped session in', `${Math.round(askedAt - stoppedAt)} ms`);
      return;
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
