const unreserved = /^[A-Za-z0-9\-._~]$/;

/**
 * RFC 9449 §4.3 check 9: a URL without query and fragment, normalised after RFC 3986 §6.2.2 and §6.2.3.
 * Path case and a trailing slash stay significant. Undefined when it is no such URL or carries userinfo.
 */
export function normaliseTarget(target: string): string | undefined {
  if (!/^https?:\/\//i.test(target) || /[\s\\]/.test(target)) return undefined;
  let url: URL;
  try {
    url = new URL(target);
  } catch {
    return undefined;
  }
  if (url.username !== '' || url.password !== '' || /^https?:\/\/[^/?#]*@/i.test(target)) return undefined;
  return `${url.protocol}//${url.host}${normalisePath(url.pathname)}`;
}

function normalisePath(path: string): string {
  const decoded = path.replace(/%([0-9A-Fa-f]{2})/g, (encoded, hex: string) => {
    const character = String.fromCharCode(Number.parseInt(hex, 16));
    return unreserved.test(character) ? character : encoded.toUpperCase();
  });
  return decoded === '' ? '/' : decoded;
}
