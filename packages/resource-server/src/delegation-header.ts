import type { Delegation } from './delegation.ts';

/** Name of the response header that tells a client in whose session it is. */
export const delegationSessionHeader = 'Delegation-Session';

/**
 * `"<sid>";actor="…";subject="…";actions="…";exp=…`: an Item of RFC 9651 §3.3, so that clients can show a
 * banner. `actions` are space-separated, `exp` is in seconds since the epoch.
 */
export function delegationHeader({ sid, actor, subject, details, expiresAt }: Delegation): string {
  const actions = [...new Set(details.flatMap((detail) => detail.actions))].join(' ');
  const exp = Math.floor(expiresAt.getTime() / 1000);
  return `${quoted(sid)};actor=${quoted(actor)};subject=${quoted(subject)};actions=${quoted(actions)};exp=${exp}`;
}

/** RFC 9651 §3.3.3: printable ASCII, with `"` and `\` escaped. */
function quoted(text: string): string {
  return `"${text.replaceAll(/[^\x20-\x7E]/g, '').replaceAll(/["\\]/g, '\\$&')}"`;
}
