export type JsonObject = { readonly [name: string]: unknown };

export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** The object these bytes spell, or undefined: no other JSON value, no repeated member name at any depth (RFC 8725 §3.10, RFC 7519 §4). */
export function parseJsonObject(bytes: Uint8Array): JsonObject | undefined {
  try {
    const text = decoder.decode(bytes);
    const value: unknown = JSON.parse(text);
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
    return repeatsMember(text) ? undefined : (value as JsonObject);
  } catch {
    return undefined;
  }
}

/** Walks text that JSON.parse has already accepted, so only strings and brackets matter. */
export function repeatsMember(text: string): boolean {
  const open: (Set<string> | undefined)[] = [];
  let nameExpected = false;
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at];
    if (character === '"') {
      const end = endOfString(text, at);
      const names = open.at(-1);
      if (names !== undefined && nameExpected) {
        const name: unknown = JSON.parse(text.slice(at, end + 1));
        if (typeof name !== 'string' || names.has(name)) return true;
        names.add(name);
        nameExpected = false;
      }
      at = end;
    } else if (character === '{') {
      open.push(new Set());
      nameExpected = true;
    } else if (character === '[') {
      open.push(undefined);
      nameExpected = false;
    } else if (character === '}' || character === ']') {
      open.pop();
      nameExpected = false;
    } else if (character === ',') {
      nameExpected = open.at(-1) !== undefined;
    }
  }
  return false;
}

function endOfString(text: string, start: number): number {
  let at = start + 1;
  while (at < text.length && text[at] !== '"') at += text[at] === '\\' ? 2 : 1;
  return at;
}
