import { randomBytes, randomInt } from 'node:crypto';

export type Id<Prefix extends string> = `${Prefix}_${string}`;

export type AgentId = Id<'agt'>;
export type AdminId = Id<'adm'>;
export type CustomerId = Id<'cus'>;
export type ServiceId = Id<'svc'>;
export type PeopleId = AgentId | AdminId | CustomerId;
export type ActorId = AgentId | ServiceId;
export type PersonId = Id<'prs'>;
export type DelegationId = Id<'dlg'>;
export type EntryId = Id<'evt'>;
export type ProposalId = Id<'pol'>;
export type ClientChangeId = Id<'clc'>;
export type DecisionId = Id<'pdc'>;
export type ReplayId = Id<'rpl'>;
export type SessionId = Id<'ses'>;
export type SignInId = Id<'sgn'>;
export type AlertId = Id<'alr'>;

const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz';

function base32(value: bigint, length: number): string {
  let text = '';
  for (let rest = value, i = 0; i < length; i++, rest >>= 5n) text = `${ALPHABET[Number(rest & 31n)]}${text}`;
  return text;
}

let last = { now: -1, time: '', chance: 0n };

/** Ids of one moment differ in chance alone. */
function advance(now: number): typeof last {
  // Node keeps numbers of chance in store; bytes it fetches one by one.
  if (now === last.now) return { ...last, chance: last.chance + BigInt(randomInt(1, 2 ** 32)) };
  const chance = BigInt(`0x${randomBytes(10).toString('hex')}`) >> 1n;
  return { now, time: base32(BigInt(now), 10), chance };
}

/** 48 bits of time, then 80 of chance. Ids of one process sort by birth, within a millisecond too. */
export function newId<Prefix extends string>(prefix: Prefix, now: number = Date.now()): Id<Prefix> {
  last = advance(now);
  return `${prefix}_${last.time}${base32(last.chance, 16)}`;
}

export function isId<Prefix extends string>(prefix: Prefix, value: unknown): value is Id<Prefix> {
  return (
    typeof value === 'string' && value.startsWith(`${prefix}_`) && /^[a-z]+_[0-9a-z_]{1,64}$/.test(value)
  );
}
