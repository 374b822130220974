import { expect } from 'vitest';
import { claimsOf, RESOURCE } from '../delegated-house.ts';
import type { Command } from './commands.ts';
import {
  type Asked,
  ask,
  consented,
  horizon,
  type Person,
  type Policy,
  signers,
  started,
  type Token,
  type Visit,
  type World,
  whyNoChange,
  whyNotActive,
  whyNotIssued,
  whyNotStarted,
} from './model.ts';
import type { Member, RunningBroker } from './running-broker.ts';

type Known<T> = T & { id: string };
interface Grant {
  token: string;
  of: Known<Asked>;
  /** Undefined: the first exchange begins a session. */
  visit: Known<Visit> | undefined;
}
type Held = Token & { text: string; jti: string };

/** How often it came to what the promises are about; a run in which it never did would prove nothing. */
export type Tally = Record<string, number>;

const secondsOf = (date: Date) => date.getTime() / 1000;
const WRITE = 'accounts:settings.update';

/** Does the commands at the broker; holds each yes of the broker against the model. */
export async function run(
  broker: RunningBroker,
  policy: Policy,
  commands: readonly Command[],
  tally: Tally,
): Promise<void> {
  await broker.activate(policy);
  const world: World = { now: secondsOf(broker.clock.at), policy };
  const members = await broker.cast(['agent', 'agent', 'customer', 'customer', 'lead', 'lead', 'security']);
  const persons = new Map(
    members.map((member): [Member, Person] => [
      member,
      {
        role: member.role,
        account: member.account,
        signInEnds: secondsOf(member.endsAt),
        shutOut: false,
        grouped: true,
      },
    ]),
  );
  const of = (role: string, index = 0) => {
    const found = members.filter((member) => member.role === role)[index];
    const person = found && persons.get(found);
    if (!found || !person) throw new Error(`There is no ${role} ${index}.`);
    return { member: found, person };
  };
  const memberOf = (person: Person): Member => {
    const [member] = [...persons].find(([, one]) => one === person) ?? [];
    if (!member) throw new Error('Nobody is that person.');
    return member;
  };

  const asked: Known<Asked>[] = [];
  const visits: Known<Visit>[] = [];
  const grants: Grant[] = [];
  const tokens: Held[] = [];
  const pick = <T>(list: readonly T[], index: number): T | undefined =>
    list[index % Math.max(1, list.length)];
  const count = (what: string) => {
    tally[what] = (tally[what] ?? 0) + 1;
  };
  /** The broker said yes: then nothing may stand against it. */
  const hold = (what: string, why: string | undefined) => {
    count(what);
    expect(why, `${what}, though`).toBeUndefined();
  };

  const detailsOf = ({ actions, account, seconds }: Asked) => ({
    type: 'delegation_session',
    actions,
    locations: [RESOURCE],
    identifier: account,
    purpose: { code: 'check-setting', ref: 'TCK-1' },
    max_duration: seconds,
  });
  const without = (one: Asked, isNarrowed: boolean) => {
    if (!isNarrowed || one.actions.length < 2) return undefined;
    return { authorization_details: [detailsOf({ ...one, actions: one.actions.slice(0, 1) })] };
  };

  async function asking(
    agentIndex: number,
    customerIndex: number,
    actions: readonly string[],
    seconds: number,
    othersAccount = false,
  ): Promise<Known<Asked> | undefined> {
    const [agent, customer] = [of('agent', agentIndex), of('customer', customerIndex)];
    const { account } = of('customer', othersAccount ? 1 - customerIndex : customerIndex).member;
    const wish = ask(world, { agent: agent.person, customer: customer.person, account, actions, seconds });
    const { status, body } = await broker.call(agent.member, 'POST', '/v1/delegations', {
      subject: customer.member.principal.id,
      authorization_details: [detailsOf(wish)],
      justification: 'The customer wrote that it looks wrong.',
    });
    if (status !== 201) return undefined;
    hold('filed', othersAccount ? 'the account is another customer’s' : undefined);
    const known = { ...wish, id: String(body.id) };
    asked.push(known);
    grants.push({ token: String(body.grant_token), of: known, visit: undefined });
    return known;
  }

  async function signs(
    who: Member,
    one: Known<Asked>,
    kind: 'approval' | 'consent',
    decision: string,
    isNarrowed: boolean,
  ): Promise<boolean> {
    const narrowed = without(one, isNarrowed);
    const more = narrowed ? { narrowed } : {};
    const wish = { kind, target: one.id, decision, ...more };
    const built = await broker.call(who, 'POST', '/v1/statements', wish);
    if (built.status !== 200) return false;
    const { statement, nonce } = built.body;
    const where = kind === 'approval' ? 'approvals' : 'consent';
    const body = {
      decision,
      ...more,
      signed: built.body.confirmation
        ? { statement, nonce, method: 'confirmation', code: broker.mailedCode() }
        : { statement, nonce, method: 'session' },
    };
    const { status } = await broker.call(who, 'POST', `/v1/delegations/${one.id}/${where}`, body);
    if (status !== 200) return false;
    count(decision);
    if (decision === 'deny' || decision === 'refuse') one.over = true;
    else if (narrowed) one.actions = one.actions.slice(0, 1);
    return true;
  }

  async function reviewing(
    by: { member: Member; person: Person },
    one: Known<Asked>,
    decision: string,
    less: boolean,
  ) {
    if (await signs(by.member, one, 'approval', decision, less)) {
      expect(by.person.grouped, 'whoever signs is in the group').toBe(true);
      if (decision === 'approve') one.approvals.push(by.person);
    }
  }

  async function answering(
    by: { member: Member; person: Person },
    one: Known<Asked>,
    decision: string,
    less: boolean,
  ) {
    if (await signs(by.member, one, 'consent', decision, less)) {
      expect(by.person.account, 'only who may consent has consented').toBe(one.account);
      if (decision === 'give') consented(world, one);
    }
  }

  async function starting(agent: Member, one: Known<Asked>): Promise<Known<Visit> | undefined> {
    const { status, body } = await broker.call(agent, 'POST', `/v1/delegations/${one.id}/sessions`, {});
    if (status !== 201) return undefined;
    hold('started', whyNotStarted(world, one));
    expect(memberOf(one.agent)).toBe(agent);
    const visit = Object.assign(started(world, one), { id: String(body.sid) });
    visits.push(visit);
    grants.push({ token: String(body.grant_token), of: one, visit });
    return visit;
  }

  async function raising(agent: Member, visit: Known<Visit>): Promise<void> {
    const reason = 'As the customer asked.';
    const { status } = await broker.call(agent, 'POST', `/v1/sessions/${visit.id}/raise`, { reason });
    if (status !== 200) return;
    hold('raised', whyNotStarted(world, visit.of));
    expect(visit.over).toBe(false);
    visit.level = 'write';
  }

  async function exchanging(agent: Member, grant: Grant, wish: string): Promise<void> {
    const { of: one } = grant;
    const narrow: Record<string, Record<string, string>> = {
      scope: { scope: one.actions[0] ?? '' },
      details: {
        authorization_details: JSON.stringify([detailsOf({ ...one, actions: one.actions.slice(0, 1) })]),
      },
      'other scope': { scope: 'accounts:team.read' },
      'other account': {
        authorization_details: JSON.stringify([
          detailsOf({
            ...one,
            account: of('customer', one.customer === of('customer', 0).person ? 1 : 0).member.account,
          }),
        ]),
      },
    };
    const { status, body } = await broker.exchange(agent, grant.token, narrow[wish] ?? {});
    if (status !== 200) return count('not issued');
    const claims = claimsOf(body.access_token);
    let visit = grant.visit ?? visits.find(({ id }) => id === claims.sid);
    if (!visit) {
      hold('started by its first token', whyNotStarted(world, one));
      visit = Object.assign(started(world, one), { id: String(claims.sid) });
      visits.push(visit);
    }
    expect(claims.sid).toBe(visit.id);
    const details = claims.authorization_details as { identifier: string; actions: string[] }[];
    const actions = String(claims.scope).split(' ');
    const person = persons.get(agent);
    for (const { identifier, actions: named } of details) {
      expect(actions).toEqual(expect.arrayContaining(named));
      hold('issued', whyNotIssued(world, visit, { agent: person as Person, account: identifier, actions }));
    }
    expect(details.length).toBe(1);
    expect(claims).toMatchObject({
      sub: memberOf(one.customer).principal.id,
      aud: RESOURCE,
      act: { sub: agent.principal.id },
    });
    expect(await broker.issuedEntry(String(claims.jti)), 'the log says the same').toMatchObject({
      actor: agent.principal.id,
      subject: claims.sub,
      delegation: one.id,
      session: visit.id,
      facts: { exp: claims.exp, actions: claims.scope },
    });
    const expires = Number(claims.exp);
    expect(expires, 'no token outlives its session').toBeLessThanOrEqual(horizon(visit));
    expect(expires - Number(claims.iat)).toBeLessThanOrEqual(300);
    visit.lastUsed = world.now;
    const level = (claims.dlg as { level: 'read' | 'write' }).level;
    expect(level).toBe(visit.level);
    tokens.push({ visit, actions, level, expires, text: String(body.access_token), jti: String(claims.jti) });
  }

  async function introspecting(token: Held): Promise<void> {
    const { active, token_type, ...told } = await broker.introspect(token.text);
    if (active !== true) return count('inactive');
    hold('active', whyNotActive(world, token));
    expect(told).toEqual(claimsOf(token.text));
  }

  async function changing(token: Held, othersAccount: boolean): Promise<void> {
    const { account: own } = token.visit.of;
    const account = othersAccount
      ? of('customer', token.visit.of.customer === of('customer', 0).person ? 1 : 0).member.account
      : own;
    const deed = { jti: token.jti, action: WRITE, resource: account };
    const { status } = await broker.intend(deed);
    if (status !== 204) return count('no change');
    hold('changed', whyNoChange(world, token, { account, action: WRITE }));
    token.visit.lastUsed = world.now;
  }

  /** Then what another policy has stopped stays so, and a second stop finds nothing. */
  let policyMayHaveStopped = false;
  /** A stop of those who may is never refused. */
  function stopped(what: string, status: number, mustWork: boolean): boolean {
    if (mustWork && !policyMayHaveStopped) expect(status, `${what} works`).toBe(200);
    if (status === 200) count(what);
    return status === 200;
  }

  const overNow = (one: Asked) => {
    one.over = true;
  };

  async function goingIn(command: Extract<Command, { do: 'go in' }>): Promise<void> {
    const { leftOut, agent, customer } = command;
    if (leftOut === 'asked') return;
    const one = await asking(agent, customer, command.wish, command.seconds);
    if (!one) return;
    const wanted = new Set(one.actions.flatMap((action) => signers(world.policy, action)));
    if (leftOut === 'approved') wanted.delete('lead');
    for (const role of wanted) await reviewing(of(role), one, 'approve', false);
    if (leftOut !== 'consented') await answering(of('customer', customer), one, 'give', false);
    const by = of('agent', agent).member;
    const visit = leftOut === 'started' ? undefined : await starting(by, one);
    if (visit && leftOut !== 'raised') await raising(by, visit);
    const grant = grants.findLast((held) => held.of === one);
    if (grant && leftOut !== 'issued') await exchanging(by, grant, 'all');
  }

  async function doing(command: Command): Promise<void> {
    switch (command.do) {
      case 'go in':
        return goingIn(command);
      case 'ask':
        await asking(command.agent, command.customer, command.wish, command.seconds, command.othersAccount);
        return;
      case 'review': {
        const one = pick(asked, command.asked);
        const by = command.by === 2 ? of('security') : of('lead', command.by);
        if (one) await reviewing(by, one, command.decision, command.narrowed);
        return;
      }
      case 'answer': {
        const one = pick(asked, command.asked);
        if (one) await answering(of('customer', command.customer), one, command.decision, command.narrowed);
        return;
      }
      case 'take back': {
        const one = pick(asked, command.asked);
        if (!one) return;
        const { member } = of('agent', command.agent);
        const { status } = await broker.call(member, 'DELETE', `/v1/delegations/${one.id}`);
        if (stopped('taken back', status, false)) {
          expect(memberOf(one.agent)).toBe(member);
          overNow(one);
        }
        return;
      }
      case 'start': {
        const one = pick(asked, command.asked);
        if (one) await starting(of('agent', command.agent).member, one);
        return;
      }
      case 'raise': {
        const visit = pick(visits, command.visit);
        if (visit) await raising(of('agent', command.agent).member, visit);
        return;
      }
      case 'exchange': {
        const grant = pick(grants, command.grant);
        if (grant) await exchanging(of('agent', command.agent).member, grant, command.asking);
        return;
      }
      case 'refresh': {
        const { member, person } = of('agent', command.agent);
        const form = { grant_type: 'refresh_token', refresh_token: member.refreshToken };
        const { status, body } = await broker.post(member, form);
        if (status !== 200) return;
        hold(
          'refreshed',
          person.shutOut || world.now >= person.signInEnds ? 'the sign-in is over' : undefined,
        );
        expect(Number(claimsOf(body.access_token).exp)).toBeLessThanOrEqual(person.signInEnds);
        member.refreshToken = String(body.refresh_token);
        return;
      }
      case 'introspect': {
        const token = pick(tokens, command.token);
        if (token) await introspecting(token);
        return;
      }
      case 'change': {
        const token = pick(tokens, command.token);
        if (token) await changing(token, command.othersAccount);
        return;
      }
      case 'end': {
        const visit = pick(visits, command.visit);
        if (!visit) return;
        const who = { agent: visit.of.agent, customer: visit.of.customer, lead: of('lead').person }[
          command.by
        ];
        const { status } = await broker.call(
          memberOf(who),
          'DELETE',
          `/v1/sessions/${visit.id}?reason=Enough.`,
        );
        const isOpen =
          whyNotActive(world, { visit, actions: [], level: 'read', expires: Infinity }) === undefined;
        if (stopped(`ended by ${command.by}`, status, isOpen && who.grouped)) {
          visit.over = true;
          if (command.by !== 'agent') overNow(visit.of);
        }
        return;
      }
      case 'revoke': {
        const one = pick(asked, command.asked);
        if (!one) return;
        const who = command.by === 'customer' ? one.customer : of('lead').person;
        const { status } = await broker.call(memberOf(who), 'POST', `/v1/delegations/${one.id}/revoke`, {
          reason: 'Enough.',
        });
        const isOpen = whyNotStarted(world, one) === undefined;
        if (stopped(`revoked by ${command.by}`, status, isOpen && who.grouped)) overNow(one);
        return;
      }
      case 'shut out': {
        const { member, person } = of(command.role, command.who);
        const { status } = await broker.disable(member);
        if (stopped(`${command.role} shut out`, status, !person.shutOut)) person.shutOut = true;
        return;
      }
      case 'leave the group': {
        const { member, person } = of(command.role, command.who);
        await broker.leavesGroups(member);
        person.grouped = false;
        return;
      }
      case 'activate':
        await broker.activate(command.policy);
        world.policy = command.policy;
        if (command.judgedAgain) await broker.judgeAgain();
        policyMayHaveStopped ||= command.judgedAgain;
        return;
      case 'wait':
        broker.clock.pass(command.seconds);
        world.now = secondsOf(broker.clock.at);
    }
  }

  for (const command of commands) await doing(command);
  // Whatever became of it: every token, every grant, at every door.
  for (const token of tokens) {
    await introspecting(token);
    await changing(token, false);
  }
  for (const grant of grants) await exchanging(memberOf(grant.of.agent), grant, 'all');
  await broker.clear(members);
}
