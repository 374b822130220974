import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { BrowserContext, Page } from '@playwright/test';
import { dataFolder } from './people.ts';

interface Piece {
  where: string;
  text: string;
}

/** Keeps everything that reaches a browser: bodies, headers, messages of event streams. */
export function record(context: BrowserContext): { pieces: Piece[]; settled: () => Promise<void> } {
  const pieces: Piece[] = [];
  const reading: Promise<void>[] = [];
  context.on('response', (response) => {
    const where = `${response.request().method()} ${response.url()}`;
    reading.push(
      (async () => {
        const headers = await response.headersArray();
        pieces.push({
          where: `${where} (headers)`,
          text: headers.map((one) => `${one.name}: ${one.value}`).join('\n'),
        });
        const kind = response.headers()['content-type'] ?? '';
        if (/event-stream|^image|^font/.test(kind) || (response.status() >= 300 && response.status() < 400))
          return;
        pieces.push({ where, text: await response.text() });
      })().catch(() => undefined),
    );
  });
  return {
    pieces,
    settled: async () => {
      await Promise.all(reading);
    },
  };
}

/** What a page keeps: storages, cookies that scripts can read and those that they cannot, live events. */
export async function kept(page: Page, door: string): Promise<Piece[]> {
  const cookies = await page.context().cookies();
  const stored = await page.evaluate(async (name) => {
    const events = await fetch(`/api/events?door=${name}`);
    const reader = events.body?.getReader();
    const first = await Promise.race([
      reader?.read().then(({ value }) => new TextDecoder().decode(value)),
      new Promise<string>((resolve) => setTimeout(() => resolve(''), 1500)),
    ]);
    await reader?.cancel();
    return {
      local: JSON.stringify({ ...localStorage }),
      session: JSON.stringify({ ...sessionStorage }),
      databases: JSON.stringify(await indexedDB.databases()),
      document: document.documentElement.outerHTML,
      events: first ?? '',
    };
  }, door);
  return [
    ...Object.entries(stored).map(([where, text]) => ({ where: `${door}: ${where}`, text })),
    ...cookies.map((cookie) => ({ where: `${door}: cookie ${cookie.name}`, text: cookie.value })),
  ];
}

/** Every private value of the running system: keys of clients, certificates, secrets. */
export function privateValues(): string[] {
  const found: string[] = [];
  const visit = (value: unknown, name = ''): void => {
    if (typeof value === 'string') {
      const isPrivate = name === 'd' || name === 'p' || name === 'q' || /secret|master|key$/i.test(name);
      if (isPrivate && value.length >= 20) found.push(value);
    } else if (typeof value === 'object' && value !== null) {
      for (const [member, inner] of Object.entries(value)) visit(inner, member);
    }
  };
  for (const path of filesBelow(dataFolder)) {
    if (/\.(json|jwk)$/.test(path)) visit(JSON.parse(readFileSync(path, 'utf8')));
    if (/\.key$/.test(path)) found.push(readFileSync(path, 'utf8').split('\n')[1] ?? '');
  }
  return found.filter((value) => value.length >= 20 && !value.startsWith('-----'));
}

function filesBelow(folder: string): string[] {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    if (['broker', 'console', 'accounts'].includes(name)) return [];
    return statSync(path).isDirectory() ? filesBelow(path) : [path];
  });
}

const patterns: [string, RegExp][] = [
  ['a signed JWT', /eyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{16,}/],
  [
    'a token by its name',
    /"(access_token|refresh_token|id_token|grant_token|client_assertion)\\?"\s*:\s*\\?"[^"]/,
  ],
  ['a token by its scheme', /\b(DPoP|Bearer) [A-Za-z0-9_~+/-]{20,}/],
  ['a private key', /-----BEGIN [A-Z ]*PRIVATE KEY-----|"d\\?"\s*:\s*\\?"[A-Za-z0-9_-]{40,}/],
];

/** Where among all this a token or a key is, in words; nothing when there is none. */
export function findings(pieces: Piece[], secrets: string[]): string[] {
  return pieces.flatMap(({ where, text }) => [
    ...patterns.flatMap(([what, pattern]) => (pattern.test(text) ? [`${what} in ${where}`] : [])),
    ...(secrets.some((secret) => text.includes(secret)) ? [`a private value in ${where}`] : []),
  ]);
}
