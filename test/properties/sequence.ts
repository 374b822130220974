import { expect } from 'vitest';
import { claimsOf } from '../delegated-house.ts';
import type { Command } from './commands.ts';
import { deedsIn } from './deeds.ts';
import { type Asked, type Policy, signers, whyNotActive, whyNotStarted } from './model.ts';
import type { RunningBroker } from './running-broker.ts';
import { openScene, secondsOf, type Tally } from './scene.ts';

/** Does the commands at the broker; holds each yes of the broker against the model. */
export async function run(
  broker: RunningBroker,
  policy: Policy,
  commands: readonly Command[],
  tally: Tally,
): Promise<void> {
  const scene = await openScene(broker, policy, tally);
  const { world, of, memberOf, asked, visits, grants, tokens, pick, count, hold } = scene;
  const { asking, reviewing, answering, starting, raising, exchanging, introspecting, changing } =
    deedsIn(scene);

  /** Then what another policy has stopped stays so, and a second stop finds nothing. */
  let policyMayHaveStopped = false;
  /** A stop of those who may is never refused. */
  function stopped(what: string, status: number, mustWork: boolean, one?: Asked): boolean {
    const detectionMayHaveStopped = one !== undefined && one.shownByOthers > 1;
    if (mustWork && !policyMayHaveStopped && !detectionMayHaveStopped)
      expect(status, `${what} works`).toBe(200);
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
        if (stopped(`ended by ${command.by}`, status, isOpen && who.grouped, visit.of)) {
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
        if (stopped(`revoked by ${command.by}`, status, isOpen && who.grouped, one)) overNow(one);
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
  await broker.clear(scene.members);
}
