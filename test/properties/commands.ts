import fc from 'fast-check';
import type { Policy } from './model.ts';

const WISHES = [
  ['accounts:profile.read'],
  ['accounts:profile.read', 'accounts:settings.read'],
  ['accounts:settings.read', 'accounts:settings.update'],
  ['accounts:credential.rotate'],
  ['accounts:billing.update'],
] as const;

const SECONDS = [1, 60, 240, 299, 301, 599, 601, 3599, 7200, 8 * 3600];

/** Picks one of whatever there is by then. */
const which = fc.nat({ max: 7 });
const who = fc.nat({ max: 1 });
/** Mostly what can be granted. */
const wish = fc.constantFrom(...WISHES, ...WISHES.slice(0, 3), ...WISHES.slice(1, 4));
const seconds = fc.constantFrom(60, 300, 600, 1800);
const step = fc.constantFrom('asked', 'approved', 'consented', 'started', 'raised', 'issued');

export const policies: fc.Arbitrary<Policy> = fc.record({
  readsNeedLead: fc.boolean(),
  writesAllowed: fc.boolean(),
  longestReadSeconds: fc.constantFrom(300, 3600),
});

const goesIn = fc.record({
  do: fc.constant('go in' as const),
  agent: who,
  customer: who,
  wish,
  seconds,
  /** At most one step is left out: what comes after it must fail. */
  leftOut: fc.oneof({ weight: 3, arbitrary: fc.constant(undefined) }, { weight: 2, arbitrary: step }),
});

const others = fc.oneof(
  fc.record({
    do: fc.constant('ask' as const),
    agent: who,
    customer: who,
    wish,
    seconds,
    othersAccount: fc.boolean(),
  }),
  fc.record({
    do: fc.constant('review' as const),
    by: fc.nat({ max: 2 }),
    asked: which,
    decision: fc.constantFrom('approve', 'approve', 'approve', 'deny'),
    narrowed: fc.boolean(),
  }),
  fc.record({
    do: fc.constant('answer' as const),
    customer: who,
    asked: which,
    decision: fc.constantFrom('give', 'give', 'refuse'),
    narrowed: fc.boolean(),
  }),
  fc.record({ do: fc.constant('take back' as const), agent: who, asked: which }),
  fc.record({ do: fc.constant('start' as const), agent: who, asked: which }),
  fc.record({ do: fc.constant('raise' as const), agent: who, visit: which }),
  fc.record({
    do: fc.constant('exchange' as const),
    agent: who,
    grant: which,
    asking: fc.constantFrom('all', 'all', 'scope', 'details', 'other scope', 'other account'),
  }),
  fc.record({ do: fc.constant('refresh' as const), agent: who }),
  fc.record({ do: fc.constant('introspect' as const), token: which }),
  fc.record({ do: fc.constant('change' as const), token: which, othersAccount: fc.boolean() }),
  fc.record({
    do: fc.constant('end' as const),
    by: fc.constantFrom('agent', 'customer', 'lead'),
    visit: which,
  }),
  fc.record({ do: fc.constant('revoke' as const), by: fc.constantFrom('customer', 'lead'), asked: which }),
  fc.record({
    do: fc.constant('shut out' as const),
    role: fc.constantFrom('agent', 'agent', 'customer'),
    who,
  }),
  fc.record({ do: fc.constant('leave the group' as const), role: fc.constantFrom('agent', 'lead'), who }),
  fc.record({ do: fc.constant('activate' as const), policy: policies, judgedAgain: fc.boolean() }),
  fc.record({ do: fc.constant('wait' as const), seconds: fc.constantFrom(...SECONDS) }),
);

const commands = fc.oneof({ weight: 1, arbitrary: goesIn }, { weight: 4, arbitrary: others });

export type Command = typeof commands extends fc.Arbitrary<infer C> ? C : never;

/** Somebody goes in first, mostly; else most of what follows would have nothing to stand on. */
export const sequences = fc
  .tuple(goesIn, fc.array(commands, { minLength: 1, maxLength: 7 }))
  .map(([first, rest]): Command[] => [first, ...rest]);
