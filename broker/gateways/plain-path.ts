const LONGEST = 2048;
/** RFC 3986 §3.3, without `;`: some servers cut a segment there and others do not. */
const SEGMENTS = /^\/(?:(?:[A-Za-z0-9\-._~!$&'()*+,=:@]|%[0-9A-Fa-f]{2})+(?:\/|$))*$/;
/** `/ \ ; ? # %` and controls: decoded once more, by whoever stands behind, they would make another path. */
const HIDDEN = /%(?:2F|5C|3B|3F|23|25|[01][0-9A-F]|7F)/i;
const UNRESERVED = /^[A-Za-z0-9\-._~]$/;

/**
 * The path of a request target, in the one spelling that a gateway's routing, a proof's `htu` and a server behind
 * cannot read in different ways; undefined for any other. No empty or dot segment, nothing hidden by encoding, no
 * path parameters. The query is left out (RFC 9449 §4.3 check 9).
 */
export function plainPath(target: string): string | undefined {
  const [path = ''] = target.split('?', 1);
  if (path.length > LONGEST || !SEGMENTS.test(path) || HIDDEN.test(path)) return undefined;
  const decoded = path.replace(/%([0-9A-Fa-f]{2})/g, (encoded, hex: string) => {
    const character = String.fromCharCode(Number.parseInt(hex, 16));
    return UNRESERVED.test(character) ? character : encoded.toUpperCase();
  });
  if (decoded.split('/').some((segment) => segment === '.' || segment === '..')) return undefined;
  try {
    // UTF-8, or it is read in more than one way.
    decodeURIComponent(decoded);
    return decoded;
  } catch {
    return undefined;
  }
}
