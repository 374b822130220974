import { expect, it } from 'vitest';
import { shutOutWords } from './shut-out-words.ts';

const service = { kind: 'service', keptBy: 'api' } as const;
const words = (client: Parameters<typeof shutOutWords>[0]) => shutOutWords(client).join(' ');

it('whoever shuts a client out reads that its sessions end at once, and what brings it back', () => {
  expect(words(service)).toMatch(/sessions end at once.*everything is said anew/);
  expect(words({ ...service, keptBy: 'file' })).toMatch(/The file alone never does/);
  expect(words({ ...service, resource: 'https://ledger.example.com' })).toMatch(/taken back/);
});

it('whoever closes a door reads that nobody comes in by it, and of the own door that they are out too', () => {
  const door = { kind: 'door', keptBy: 'file' } as const;
  expect(words({ ...door, domain: 'support' })).toMatch(/nobody comes in/);
  expect(words({ ...door, domain: 'support' })).not.toMatch(/you are out too/);
  expect(words({ ...door, domain: 'admin' })).toMatch(/you are out too/);
});
