/**
 * What the broker promises, written down a second time and differently: what happened as plain facts, and one question,
 * why something must not be. It knows nothing of the broker's code, and imports none.
 */

export interface Policy {
  readonly readsNeedLead: boolean;
  readonly writesAllowed: boolean;
  readonly longestReadSeconds: number;
}

export type Role = 'agent' | 'lead' | 'security' | 'customer';

export interface Person {
  readonly role: Role;
  /** Of a customer. */
  readonly account?: string;
  readonly signInEnds: number;
  shutOut: boolean;
  /** Still in the group that gives the role. */
  grouped: boolean;
}

export interface Asked {
  readonly agent: Person;
  readonly customer: Person;
  readonly account: string;
  /** What is left of it after everybody's narrowing. */
  actions: readonly string[];
  readonly seconds: number;
  readonly decideBy: number;
  readonly approvals: Person[];
  consented: boolean;
  startBy: number;
  /** Set by the first start; nothing moves it. */
  ends?: number;
  /** How often somebody else showed its grant token: from the second time on, detection may have ended it. */
  shownByOthers: number;
  over: boolean;
}

export interface Visit {
  readonly of: Asked;
  lastUsed: number;
  level: 'read' | 'write';
  over: boolean;
}

export interface Token {
  readonly visit: Visit;
  readonly actions: readonly string[];
  readonly level: 'read' | 'write';
  readonly expires: number;
}

export interface World {
  now: number;
  policy: Policy;
}

const IDLE = 600;
const DECIDE_WITHIN = 24 * 3600;
const START_WITHIN = 3600;

export const RISKS: Readonly<Record<string, 'read' | 'write' | 'sensitive' | 'never'>> = {
  'accounts:profile.read': 'read',
  'accounts:settings.read': 'read',
  'accounts:settings.update': 'write',
  'accounts:credential.rotate': 'sensitive',
  'accounts:billing.update': 'never',
};

export function ask(
  { now }: World,
  what: { agent: Person; customer: Person; account: string; actions: readonly string[]; seconds: number },
): Asked {
  const rest = { approvals: [], consented: false, startBy: 0, shownByOthers: 0, over: false };
  return { ...what, ...rest, decideBy: now + DECIDE_WITHIN };
}

export function consented({ now }: World, asked: Asked): void {
  asked.consented = true;
  asked.startBy = now + START_WITHIN;
}

export function started({ now }: World, asked: Asked): Visit {
  asked.ends ??= now + asked.seconds;
  return { of: asked, lastUsed: now, level: 'read', over: false };
}

/** The end of everything that is issued in it: it depends on the first start and the sign-in, and on nothing later. */
export const horizon = ({ of }: Visit): number => Math.min(of.ends ?? 0, of.agent.signInEnds);

/** Whose signatures policy wants for it, besides the customer's. */
export const signers = (policy: Policy, action: string): Role[] => {
  switch (RISKS[action]) {
    case 'read':
      return policy.readsNeedLead ? ['lead'] : [];
    case 'write':
      return ['lead'];
    default:
      return ['lead', 'security'];
  }
};

function whyNotActing({ now }: World, agent: Person): string | undefined {
  if (agent.shutOut) return 'the agent is shut out';
  if (!agent.grouped) return 'the agent has lost the role';
  if (now >= agent.signInEnds) return 'the agent is signed in no longer';
  return undefined;
}

/** Why nobody may act on what was asked for, with these of its actions. */
export function whyNotGranted(world: World, asked: Asked, actions: readonly string[]): string | undefined {
  const { policy } = world;
  if (asked.over) return 'it is over';
  if (!asked.consented) return 'the customer has not consented';
  if (asked.account !== asked.customer.account) return 'the account is not of the one who consented';
  if (asked.customer.shutOut) return 'the customer is shut out';
  for (const action of actions) {
    if (!asked.actions.includes(action)) return `${action} is not in what was consented to`;
    const risk = RISKS[action];
    if (risk === undefined || risk === 'never') return `${action} is never done`;
    if (risk === 'write' && !policy.writesAllowed) return 'policy allows no writes';
    if (risk === 'read' && asked.seconds > policy.longestReadSeconds) return 'policy allows less time';
    for (const role of signers(policy, action))
      if (!asked.approvals.some((by) => by.role === role && by.grouped))
        return `no signature of ${role} for ${action}`;
  }
  return whyNotActing(world, asked.agent);
}

export function whyNotStarted(world: World, asked: Asked): string | undefined {
  const { now } = world;
  if (now >= (asked.ends ?? asked.startBy)) return 'its time is over';
  return whyNotGranted(world, asked, asked.actions);
}

function whyNotLive({ now }: World, visit: Visit): string | undefined {
  if (visit.over) return 'the session is over';
  if (now >= horizon(visit)) return 'the session has expired';
  if (now >= visit.lastUsed + IDLE) return 'the session was idle';
  return undefined;
}

/** Why no token may be issued now. */
export function whyNotIssued(
  world: World,
  visit: Visit,
  { agent, account, actions }: { agent: Person; account: string; actions: readonly string[] },
): string | undefined {
  if (visit.of.agent !== agent) return 'it is another agent’s';
  if (visit.of.account !== account) return 'it is another account';
  return whyNotLive(world, visit) ?? whyNotGranted(world, visit.of, actions);
}

/** Why a token that was issued must not be found active. */
export function whyNotActive(world: World, { visit, actions, expires }: Token): string | undefined {
  if (world.now >= expires) return 'the token has expired';
  return whyNotLive(world, visit) ?? whyNotGranted(world, visit.of, actions);
}

/** Why no change may begin with it. */
export function whyNoChange(
  world: World,
  token: Token,
  { account, action }: { account: string; action: string },
): string | undefined {
  if (token.visit.of.account !== account) return 'it is another account';
  if (!token.actions.includes(action)) return 'the token does not name it';
  if (token.visit.level !== 'write') return 'the session only reads';
  if (world.now >= token.expires) return 'the token has expired';
  const { over, agent } = token.visit.of;
  if (over || agent.shutOut) return 'it is over';
  return whyNotLive(world, token.visit);
}
