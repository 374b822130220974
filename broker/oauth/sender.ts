/** RFC 7800 §3.1: what a token is bound to. Exactly one member: common verifiers refuse two. */
export type Confirmation = { readonly jkt: string } | { readonly 'x5t#S256': string };

export function sameConfirmation(left: unknown, right: Confirmation): boolean {
  if (typeof left !== 'object' || left === null) return false;
  const members = Object.entries(left);
  const [expected] = Object.entries(right);
  return members.length === 1 && members[0]?.[0] === expected?.[0] && members[0]?.[1] === expected?.[1];
}

export function isConfirmation(value: unknown): value is Confirmation {
  if (typeof value !== 'object' || value === null) return false;
  const [member, ...others] = Object.entries(value);
  return (
    member !== undefined &&
    others.length === 0 &&
    (member[0] === 'jkt' || member[0] === 'x5t#S256') &&
    typeof member[1] === 'string'
  );
}

/** RFC 9449 §5, RFC 8705 §3. */
export function tokenTypeOf(confirmation: Confirmation): 'DPoP' | 'Bearer' {
  return 'jkt' in confirmation ? 'DPoP' : 'Bearer';
}
