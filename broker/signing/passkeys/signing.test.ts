import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Context } from '#broker/context.ts';
import { buildStatement } from '#broker/delegation/build-statement.ts';
import type { Delegation } from '#broker/delegation/delegation.ts';
import { reviewRequest } from '#broker/delegation/review-request.ts';
import { readDelegation } from '#broker/delegation/visible.ts';
import type { Principal } from '#broker/identity/principal.ts';
import { passkeyProof } from '#broker/signing/statement.ts';
import { verifySigned } from '#broker/signing/verify-signed.ts';
import { type House, openHouse, SENSITIVE, WRITE } from '#test/house.ts';

let house: House;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house?.close());

async function approves(context: Context, principal: Principal, { id }: Delegation): Promise<Delegation> {
  const statement = { kind: 'approval', target: id, decision: 'approve' } as const;
  const { nonce, statement: text } = await buildStatement(context, { principal, statement });
  const signed = { statement: text, nonce, method: 'session' } as const;
  return reviewRequest(context, { principal, review: { id, decision: 'approve', signed } });
}

const emergency = () => house.declares('eve', 'mira');

describe('a passkey signs', () => {
  it('an approval, and what was signed is kept so that anybody with the public key can check it', async () => {
    const { passkey, principal } = await house.enrolled('admin', 'tess');
    const asked = await house.asks('ana', 'mira', WRITE);
    const { reviews } = await house.reviews('tess', asked);
    const stored = await readDelegation(house.context, { principal, id: asked.id });
    expect(stored.reviews).toEqual(reviews);
    const signature = stored.reviews[0]?.signature;
    expect(signature).toMatchObject({
      method: 'passkey',
      statement: { kind: 'approval', delegation: asked.id, signer: principal.id },
      proof: { passkey: passkey.id, public_key: passkey.publicKey },
    });
    const { statement, nonce } = signature ?? {};
    const proof = signature && passkeyProof(signature);
    if (!statement || !nonce || !proof) throw new Error('Nothing was kept.');
    const party = { rpId: 'localhost', origins: ['http://localhost:3000'] };
    expect(await verifySigned({ statement, nonce, proof }, party)).toBe(true);
    const denied = { ...statement, decision: 'deny' as const };
    expect(await verifySigned({ statement: denied, nonce, proof }, party)).toBe(false);
    const [given] = (await house.entries(asked.id)).filter(({ type }) => type === 'approval.given');
    expect(given).toMatchObject({
      hashes: { statement: signature?.challenge },
      facts: { method: 'passkey' },
    });
  });

  it('the consent of a customer who has one', async () => {
    await house.enrolled('customer', 'mira');
    await house.enrolled('admin', 'tess');
    const asked = await house.asks('ana', 'mira', WRITE);
    await house.reviews('tess', asked);
    const granted = await house.answers('mira', asked);
    expect(granted.state.status).toBe('granted');
    expect(granted.consent?.signature).toMatchObject({ method: 'passkey' });
  });

  it('an emergency: an emergency approver who has a passkey signs, and it is granted at once', async () => {
    await house.enrolled('admin', 'edda');
    const granted = await house.reviews('edda', await emergency());
    expect(granted).toMatchObject({ emergency: true, state: { status: 'granted' } });
    expect(granted.reviews[0]?.signature.method).toBe('passkey');
  });
});

describe('where policy takes no passkey of somebody', () => {
  it('being signed in suffices, while the sign-in is young enough', async () => {
    const asked = await house.asks('ana', 'noel', SENSITIVE);
    const cleo = house.who('admin', 'cleo');
    const signedIn = (seconds: number) => new Date(house.clock.at.getTime() - seconds * 1000);
    for (const authTime of [signedIn(28_801), undefined])
      await expect(approves(house.context, { ...cleo, authTime }, asked)).rejects.toMatchObject({
        code: 'insufficient_user_authentication',
        status: 401,
        extra: { max_age: 28_800, acr_values: expect.stringMatching(/^urn:countersign:acr:passkey /) },
      });
    const approved = await approves(house.context, { ...cleo, authTime: signedIn(28_800) }, asked);
    expect(approved.reviews[0]?.signature).toMatchObject({ method: 'session', proof: null });
  });
});
