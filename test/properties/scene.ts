import { expect } from 'vitest';
import type { Member } from './cast.ts';
import type { Asked, Person, Policy, Token, Visit, World } from './model.ts';
import type { RunningBroker } from './running-broker.ts';

export type Known<T> = T & { id: string };
export interface Grant {
  token: string;
  of: Known<Asked>;
  /** Undefined: the first exchange begins a session. */
  visit: Known<Visit> | undefined;
}
export type Held = Token & { text: string; jti: string };

/** How often it came to what the promises are about; a run in which it never did would prove nothing. */
export type Tally = Record<string, number>;

export const secondsOf = (date: Date) => date.getTime() / 1000;

export type Scene = Awaited<ReturnType<typeof openScene>>;

/** Who is there, and what became of them so far, as the model knows it. */
export async function openScene(broker: RunningBroker, policy: Policy, tally: Tally) {
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

  return { broker, world, members, persons, of, memberOf, asked, visits, grants, tokens, pick, count, hold };
}
