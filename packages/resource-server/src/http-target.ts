const unreserved = /^[A-Za-z0-9\-._~]$/;

/**
 * RFC 9449 §4.3 check 9: a URL without query and fragment, normalised after RFC 3986 §6.2.2 and §6.2.3.
 * Path case and a trailing slash stay significant. Undefined when it is no such URL or carries userinfo.
 */
export function normaliseTarget(target: string): string | undefined {
  if (!/^https?:\/\//i.test(target) || /[\s\\]/.test(target)) return undefined;
  if (/^https?:\/\/[^/?#]*@/i.test(target) || !URL.canParse(target)) return undefined;
  const url = new URL(target);
  const path = url.pathname.replace(/%([0-9A-Fa-f]{2})/g, (encoded, hex: string) => {
    const character = String.fromCharCode(Number.parseInt(hex, 16));
    return unreserved.test(character) ? character : encoded.toUpperCase();
  });
  return `${url.protocol}//${url.host}${path === '' ? '/' : path}`;
}
