import { describe, expect, it } from 'vitest';
import { changeWords } from './change-words.ts';
import type { MembersView } from './view.ts';

const key = (id: string) => ({ id, addedAt: '2026-03-02T09:00:00.000Z' });
const before: MembersView = {
  owner: { id: 'adm_tess', name: 'Tess' },
  scopes: ['delegation.request'],
  proof: { method: 'private_key_jwt', keys: [key('a')] },
  enabled: true,
};
const said = (after: Partial<MembersView>, from = before) =>
  changeWords(from, { ...before, ...after }).map(({ text, exact, widens }) =>
    [text, ...exact, widens].join(' | '),
  );

describe('a change in words', () => {
  it('says what becomes wider first, and what is taken away after it', () => {
    expect(
      said({ scopes: ['tickets.write'], proof: { method: 'private_key_jwt', keys: [key('b')] } }),
    ).toEqual([
      'It may say that tickets are closed | tickets.write | true',
      'It signs with a new key | b | true',
      'It may not ask to act for customers any more | delegation.request | false',
      'It does not sign with this key any more | a | false',
    ]);
    expect(said({})).toEqual([]);
  });

  it('names owners, and certificates by what is in them', () => {
    expect(said({ owner: { id: 'adm_sam', name: 'Sam' } })).toEqual([
      'Sam answers for it, not Tess any more | adm_sam | true',
    ]);
    const named: MembersView['proof'] = { method: 'tls_client_auth', keys: [], sanUri: 'spiffe://a/b' };
    expect(said({ proof: named })).toEqual([
      'It proves itself by a certificate, and by nothing else any more | spiffe://a/b | true',
    ]);
    const other: MembersView['proof'] = { method: 'tls_client_auth', keys: [], subjectDn: 'CN=jobs' };
    expect(said({ proof: other }, { ...before, proof: named })).toEqual([
      'It shows a certificate of another name, and none of the old name any more | CN=jobs | true',
    ]);
    expect(said({}, { ...before, proof: named })).toEqual([
      'It signs with a new key | a | true',
      'It shows no certificate any more | spiffe://a/b | false',
    ]);
  });

  it('says of a client that is let in again all that it gets, though it had it before', () => {
    expect(said({}, { ...before, enabled: false })).toEqual([
      'It is let in again, and begins anew | true',
      'It may ask to act for customers | delegation.request | true',
      'It signs with a new key | a | true',
    ]);
  });
});
