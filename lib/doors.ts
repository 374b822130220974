export const doors = ['support', 'admin', 'customer'] as const;

/** One entrance of the console; its word is also the identity domain of the people who use it. */
export type Door = (typeof doors)[number];

interface DoorText {
  readonly path: `/${string}`;
  readonly title: string;
  readonly audience: string;
  /** The longest a sign-in may live, in seconds; the broker holds the same end. */
  readonly signInSeconds: number;
}

export const doorText: Readonly<Record<Door, DoorText>> = {
  support: {
    path: '/support',
    title: 'Support desk',
    audience: 'For support agents who ask to act for a customer',
    signInSeconds: 8 * 3600,
  },
  admin: {
    path: '/admin',
    title: 'Governance',
    audience: 'For approvers, auditors and policy owners',
    signInSeconds: 12 * 3600,
  },
  customer: {
    path: '/account',
    title: 'Your account',
    audience: 'For customers: who is in, what they may do, and how to stop it',
    signInSeconds: 12 * 3600,
  },
};

export function isDoor(value: unknown): value is Door {
  return typeof value === 'string' && (doors as readonly string[]).includes(value);
}

export function signInPath(door: Door, next?: string): string {
  const page = `${doorText[door].path}/sign-in`;
  const wanted = next === undefined ? undefined : pathWithin(door, next);
  return wanted === undefined ? page : `${page}?next=${encodeURIComponent(wanted)}`;
}

/** A path of this door and nothing else: whoever writes the link cannot send a person elsewhere after sign-in. */
export function pathWithin(door: Door, wanted: string): string | undefined {
  const home = doorText[door].path;
  if (wanted !== home && !wanted.startsWith(`${home}/`) && !wanted.startsWith(`${home}?`)) return undefined;
  if (/[\\\s]|\/\//.test(wanted) || wanted.startsWith(`${home}/sign-in`)) return undefined;
  return wanted;
}
