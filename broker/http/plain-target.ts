/**
 * Whether a request target is read by everybody as it is written. Somebody's gateway appends its caller's path to an
 * address of ours: with `..` in it that would be another address, whose 200 passes for a yes.
 */
export function isPlainTarget(target: string): boolean {
  const [path = ''] = target.replace(/^https?:\/\/[^/?#]*/i, '').split(/[?#]/, 1);
  const url = `https://localhost${path}`;
  return path === '' || (URL.canParse(url) && new URL(url).pathname === path);
}
