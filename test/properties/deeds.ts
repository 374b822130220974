import { expect } from 'vitest';
import { claimsOf, RESOURCE } from '../delegated-house.ts';
import type { Member } from './cast.ts';
import {
  type Asked,
  ask,
  consented,
  horizon,
  type Person,
  started,
  type Visit,
  whyNoChange,
  whyNotActive,
  whyNotIssued,
  whyNotStarted,
} from './model.ts';
import type { Grant, Held, Known, Scene } from './scene.ts';

const WRITE = 'accounts:settings.update';

/** What people and their tokens do at the broker; each yes is held against the model. */
export function deedsIn({
  broker,
  world,
  persons,
  of,
  memberOf,
  asked,
  visits,
  grants,
  tokens,
  count,
  hold,
}: Scene) {
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
    if (persons.get(agent) !== one.agent) one.shownByOthers += 1;
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

  return { asking, reviewing, answering, starting, raising, exchanging, introspecting, changing };
}
