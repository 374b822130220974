import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { contextFor } from '#broker/context.ts';
import { refuseWeakerMethod } from '#broker/signing/required-method.ts';
import { type Caller, keyed, openTestBroker, type TestBroker } from '#test/broker-app.ts';
import { enrolByApi, signedBy } from '#test/enrol-by-api.ts';
import { openHouse } from '#test/house.ts';
import { Authenticator } from '#test/passkey.ts';

/**
 * The attacker holds what the console holds: its clients' keys, its database, and through them valid tokens of
 * everybody who is signed in. They may call anything as anybody, and make keys of their own; they hold nobody's
 * authenticator, and are not the operator.
 */
let broker: TestBroker;
let operator: Caller;
let stolen: Record<'ana' | 'tess' | 'sam' | 'pat' | 'max' | 'audra', Caller>;
let tess: { id: string; who: { call: Caller['call'] }; authenticator: Authenticator };
let mallorys: Authenticator;
let asked: string;
beforeAll(async () => {
  broker = await openTestBroker();
  operator = await broker.asService('svc_operator', ['passkeys.enrol']);
  const [ana, ...admins] = await Promise.all([
    broker.as('support', 'ana'),
    ...['tess', 'sam', 'pat', 'max', 'audra'].map((login) => broker.as('admin', login)),
  ]);
  const [first, sam, pat, max, audra] = admins as [Caller, Caller, Caller, Caller, Caller];
  stolen = { ana, tess: first, sam, pat, max, audra };
  tess = await enrolByApi({ operator, person: stolen.tess }, 'operator');
  await enrolByApi({ operator, person: stolen.sam }, tess);
}, 120_000);
afterAll(() => broker?.close());
beforeEach(async () => {
  mallorys = new Authenticator();
  asked = await files();
});

const body = async (response: Response) => (await response.json()) as Record<string, unknown>;
const said = async (response: Response) => ({ status: response.status, code: (await body(response)).code });

async function files(): Promise<string> {
  const wish = broker.wish('mira', ['accounts:settings.read', 'accounts:settings.update']);
  const answer = await stolen.ana.call('POST', '/v1/delegations', wish, keyed());
  return String((await body(answer)).id);
}

const approval = () => ({ kind: 'approval', target: asked, decision: 'approve' });
const approves = async (as: Caller, signed: unknown, id = asked) =>
  said(await as.call('POST', `/v1/delegations/${id}/approvals`, { decision: 'approve', signed }));
const bySession = async (as: Caller, statement: object = approval()) => {
  const { statement: text, nonce } = await body(await as.call('POST', '/v1/statements', statement));
  return { statement: text, nonce, method: 'session' };
};
const undecided = async (id = asked) =>
  expect(await body(await stolen.tess.call('GET', `/v1/delegations/${id}`))).toMatchObject({
    status: 'pending',
    reviews: [],
  });

describe('for an approver who has a passkey', () => {
  it('they do not approve: not by session, not with a key of their own', async () => {
    for (const who of [stolen.tess, stolen.sam]) {
      expect(await approves(who, await bySession(who))).toEqual({ status: 403, code: 'passkey_required' });
      expect(await approves(who, await signedBy({ who, authenticator: mallorys }, approval()))).toEqual({
        status: 409,
        code: 'assertion_not_valid',
      });
    }
    await undecided();
  });

  it('nor after taking the passkey away, as its owner or as who looks after people', async () => {
    for (const [login, path, as] of [
      ['cleo', '/v1/me/passkeys', undefined],
      ['sol', '/v1/passkeys', stolen.max],
    ] as const) {
      const victim = await broker.as('admin', login);
      const { id } = await enrolByApi({ operator, person: victim }, tess);
      expect((await (as ?? victim).call('DELETE', `${path}/${id}`)).status).toBe(200);
      expect(await approves(victim, await bySession(victim))).toEqual({
        status: 403,
        code: 'passkey_required',
      });
    }
    await undecided();
  });
});

describe('a key of their own', () => {
  const adds = async (as: Caller, code?: string) => {
    const options = await body(await as.call('POST', '/v1/me/passkeys/options'));
    const response = mallorys.register({ challenge: String(options.challenge) });
    const wanted = { name: 'My key', response, ...(code === undefined ? {} : { code }) };
    return as.call('POST', '/v1/me/passkeys', wanted, keyed());
  };

  it('is not added without the operator: no code, no guess, and none is made for them', async () => {
    expect(await said(await adds(stolen.pat))).toEqual({ status: 403, code: 'enrolment_not_invited' });
    expect(await said(await adds(stolen.tess, '1234-1234-1234-1234-1234'))).toEqual({
      status: 403,
      code: 'code_not_valid',
    });
    for (const as of [stolen.max, stolen.tess])
      expect((await as.call('POST', '/v1/enrolment-codes', { person: as.id })).status).toBe(403);
    const service = await broker.asService('svc_probe', ['delegation.request', 'passkeys.enrol']);
    const ask = { person: stolen.pat.id };
    expect((await service.call('POST', '/v1/enrolment-codes', ask)).status).toBe(403);
    const invite = { kind: 'enrolment', target: stolen.pat.id, decision: 'invite' };
    for (const as of [stolen.tess, stolen.sam])
      expect(
        await said(
          await as.call(
            'POST',
            `/v1/people/${stolen.pat.id}/invitations`,
            { signed: await bySession(as, invite) },
            keyed(),
          ),
        ),
      ).toEqual({ status: 403, code: 'passkey_required' });
  });

  it('swapped in while somebody enrols is let in by nobody, and signs nothing', async () => {
    const { code } = await body(
      await operator.call('POST', '/v1/enrolment-codes', { person: stolen.pat.id }),
    );
    const swapped = await adds(stolen.pat, String(code));
    expect(swapped.status).toBe(201);
    const { id, state, fingerprint } = await body(swapped);
    const pats = new Authenticator();
    expect({ state, own: fingerprint === pats.fingerprint }).toEqual({ state: 'pending', own: false });
    const read = { fingerprint: pats.fingerprint };
    expect(await said(await operator.call('POST', `/v1/passkeys/${id}/operator-confirmation`, read))).toEqual(
      {
        status: 403,
        code: 'fingerprint_differs',
      },
    );
    const confirm = { kind: 'enrolment', target: String(id), decision: 'confirm' };
    for (const signed of [
      await bySession(stolen.tess, confirm),
      await signedBy({ who: stolen.tess, authenticator: mallorys }, confirm),
    ]) {
      const answer = await stolen.tess.call('POST', `/v1/passkeys/${id}/confirmations`, {
        decision: 'confirm',
        signed,
      });
      expect([403, 409]).toContain(answer.status);
    }
    const waiting = await body(await stolen.audra.call('GET', '/v1/passkeys?status=pending'));
    expect(waiting.items).toContainEqual(expect.objectContaining({ id, state: 'pending' }));
  });
});

describe('what an approver really signed', () => {
  it('decides that one request, once, and nothing else', async () => {
    const other = await files();
    const signed = await signedBy(tess, approval());
    const { authenticator } = tess;
    const refused = { status: 409, code: 'statement_not_valid' };
    expect(await approves(stolen.tess, signed, other)).toEqual(refused);
    await undecided(other);

    const again = authenticator.signs(
      (await body(await tess.who.call('POST', '/v1/statements', approval()))) as never,
    );
    const { code } = await body(
      await operator.call('POST', '/v1/enrolment-codes', { person: stolen.audra.id }),
    );
    const key = new Authenticator();
    const options = await body(await stolen.audra.call('POST', '/v1/me/passkeys/options'));
    const response = key.register({ challenge: String(options.challenge) });
    const added = await stolen.audra.call(
      'POST',
      '/v1/me/passkeys',
      { name: 'Key', response, code },
      keyed(),
    );
    const { id } = await body(added);
    const confirmation = { decision: 'confirm', signed: again };
    expect(
      await said(await stolen.tess.call('POST', `/v1/passkeys/${id}/confirmations`, confirmation)),
    ).toEqual(refused);

    const genuine = await signedBy(tess, approval());
    expect(await approves(stolen.tess, genuine)).toMatchObject({ status: 200 });
    expect(await approves(stolen.tess, genuine)).toEqual(refused);
    expect(await approves(stolen.sam, genuine)).toEqual(refused);
    await undecided(other);
  });
});

it('activations and changes of clients are signed by nobody without a passkey', async () => {
  const context = contextFor(broker.services, { requestId: 'test' });
  const house = await openHouse();
  try {
    for (const [rule, decision] of [
      ['activation', 'activate'],
      ['client', 'accept'],
      ['enrolment', 'confirm'],
      ['emergency', 'declare'],
    ] as const)
      await expect(
        refuseWeakerMethod(context, { method: 'session' }, { rule, decision }, house.who('admin', 'pia')),
      ).rejects.toMatchObject({ code: 'passkey_required', status: 403 });
  } finally {
    await house.close();
  }
});
