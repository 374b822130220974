import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openApiDocument } from '#broker/api/document.ts';
import { createApp } from '#broker/app.ts';
import { Refusal } from '#broker/errors.ts';
import {
  type DelegatedHouse,
  openDelegatedHouse,
  READ,
  RESOURCE,
  type SignedIn,
  WRITE,
} from '../delegated-house.ts';
import { leaksOf, MARKER } from './leaks.ts';

interface Parameter {
  name: string;
  in: string;
}
interface Operation {
  operationId: string;
  parameters?: Parameter[];
}

const OPERATIONS = Object.entries(
  openApiDocument().paths as Record<string, Record<string, Operation>>,
).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, { operationId, parameters = [] }]) => ({
    path,
    method: method.toUpperCase(),
    operationId,
    parameters,
  })),
);

let house: DelegatedHouse;
let callers: Record<'support' | 'admin' | 'customer' | 'service', SignedIn>;
/** With room for all these calls in a minute that does not pass. */
let app: DelegatedHouse['app'];
beforeAll(async () => {
  house = await openDelegatedHouse();
  const admin = ['delegation.approve', 'delegation.revoke', 'audit.read', 'people.manage'];
  const customer = ['consent.give', 'consent.revoke', 'history.read'];
  callers = {
    support: await house.signIn('support', 'ana'),
    admin: await house.signIn('admin', 'tess', { scopes: admin }),
    customer: await house.signIn('customer', 'noel', { scopes: customer }),
    service: await house.asService(),
  };
  const { config } = house.services;
  const services = { ...house.services, config: { ...config, rateLimitPerMinute: 1_000_000 } };
  app = createApp({ ...house.parts, services });
}, 180_000);
afterAll(() => house.close());

interface Sent {
  headers?: Record<string, string>;
  body?: unknown;
  app?: DelegatedHouse['app'];
  thumbprint?: string;
}

async function call(who: SignedIn, method: string, path: string, sent: Sent = {}): Promise<Response> {
  const { headers = {}, body, thumbprint = who.thumbprint } = sent;
  return (sent.app ?? app).request(
    `${house.issuer}${path}`,
    {
      method,
      headers: {
        authorization: `Bearer ${who.token}`,
        'user-agent': MARKER,
        'x-request-id': MARKER,
        'idempotency-key': `"${crypto.randomUUID()}"`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    },
    {
      connection: {
        remoteAddress: '127.0.0.1',
        certificate: { thumbprint, subject: MARKER, sanUris: [], issuedAt: new Date() },
      },
    },
  );
}

const wish = (more: object = {}, details: object = {}) => ({
  subject: house.who('customer', 'noel').id,
  authorization_details: [
    {
      type: 'delegation_session',
      actions: READ,
      locations: [RESOURCE],
      identifier: house.accountOf('noel'),
      purpose: { code: 'check-setting', ref: MARKER },
      max_duration: 600,
      ...details,
    },
  ],
  justification: MARKER,
  ...more,
});

const statuses = new Set<number>();

async function expectNothingSaid(answer: Response): Promise<void> {
  if (answer.status < 400) return answer.body?.cancel();
  statuses.add(answer.status);
  const [{ body, text }, leaks] = await leaksOf(answer, []);
  expect(leaks, text).toEqual([]);
  // What a gateway is answered has no body.
  if (text !== '')
    expect(body).toMatchObject({
      type: expect.any(String),
      status: answer.status,
      detail: expect.any(String),
    });
}

const marked = MARKER.toLowerCase();
const IDS = [MARKER, `dlg_${marked}`, `ses_${marked}`, `cus_${marked}`, `..%2F${MARKER}`];

/** Every place of a call that takes something in, with the marker in it. */
function markedCalls({ path, parameters }: (typeof OPERATIONS)[number]): [path: string, sent: Sent][] {
  const paths = path.includes('{') ? IDS.map((id) => path.replace(/\{\w+\}/g, id)) : [path];
  const [first = path] = paths;
  const queries = parameters
    .filter((parameter) => parameter.in === 'query')
    .map(({ name }): [string, Sent] => [`${first}?${name}=${MARKER}`, {}]);
  const bodies = [
    `{"${MARKER}`,
    [MARKER],
    { [MARKER]: MARKER, [`${marked}_`]: 1 },
    wish({ [MARKER]: MARKER }),
    wish(
      { subject: MARKER, emergency: MARKER, not_before: MARKER },
      { [MARKER]: MARKER, actions: [MARKER], type: MARKER },
    ),
    { kind: MARKER, target: MARKER, decision: MARKER, narrowed: [{ [MARKER]: MARKER }], comment: MARKER },
    {
      decision: 'approve',
      comment: MARKER,
      signed: { statement: { [MARKER]: MARKER }, nonce: MARKER, method: MARKER },
    },
    {
      phase: MARKER,
      id: MARKER,
      jti: MARKER,
      action: MARKER,
      resource: MARKER,
      status: MARKER,
      reads: [MARKER],
    },
    { reason: `${MARKER}\u202e`, index: MARKER },
  ];
  return [
    ...paths.map((one): [string, Sent] => [one, {}]),
    ...queries,
    ...bodies.map((body): [string, Sent] => [first, { body }]),
    [first, { body: `a=${MARKER}`, headers: { 'content-type': `text/${MARKER}` } }],
    [first, { body: wish(), headers: { 'idempotency-key': MARKER } }],
    [first, { headers: { 'last-event-id': MARKER, accept: MARKER } }],
  ];
}

describe('the JSON API says nothing in a problem that it must not', () => {
  it.each(OPERATIONS)(
    '$method $path, whoever calls and wherever the marker stands',
    async (operation) => {
      for (const who of Object.values(callers))
        for (const [path, sent] of markedCalls(operation)) {
          const body = operation.method === 'GET' ? undefined : sent.body;
          await expectNothingSaid(await call(who, operation.method, path, { ...sent, body }));
        }
    },
    60_000,
  );

  it('to whoever is not let in', async () => {
    const { support } = callers;
    const delegated = await house.inSession(support);
    const { body } = await house.exchange(support, delegated.grant);
    const bad = [MARKER, `a.b.${MARKER}`, 'eyJh.eyJh.eyJh', String(body.access_token)];
    for (const token of bad)
      for (const scheme of ['Bearer', 'DPoP', MARKER]) {
        const headers = { authorization: `${scheme} ${token}`, dpop: MARKER };
        await expectNothingSaid(await call(support, 'GET', `/v1/me?${MARKER}=${MARKER}`, { headers }));
      }
    await expectNothingSaid(await call(support, 'GET', '/v1/me', { thumbprint: MARKER }));
    await expectNothingSaid(await call(support, 'GET', `/v1/${MARKER}`));
    await expectNothingSaid(await call(support, 'PATCH', '/v1/me'));
    await house.call(support, 'DELETE', `/v1/sessions/${delegated.session.id}`);
  });

  it('of what belongs to others, or is in another state', async () => {
    const { support, admin, customer } = callers;
    const ofBen = await house.asks('ben', 'mira', WRITE);
    const ofAna = await house.asks('ana', 'mira', READ);
    const running = await house.starts(
      await house.signIn('support', 'ben'),
      await house.granted('ben', 'mira'),
    );
    const signed = { statement: { kind: 'approval' }, nonce: MARKER, method: 'session' };
    const tries: [SignedIn, string, string, unknown?][] = [
      [support, 'GET', `/v1/delegations/${ofBen.id}`],
      [support, 'DELETE', `/v1/delegations/${ofBen.id}`],
      [support, 'POST', `/v1/delegations/${ofBen.id}/sessions`],
      [support, 'POST', `/v1/delegations/${ofAna.id}/sessions`],
      [support, 'GET', `/v1/sessions/${running.id}`],
      [support, 'POST', `/v1/sessions/${running.id}/raise`, { reason: MARKER }],
      [customer, 'POST', `/v1/delegations/${ofBen.id}/revoke`, { reason: MARKER }],
      [customer, 'POST', '/v1/statements', { kind: 'consent', target: ofBen.id, decision: 'give' }],
      [customer, 'POST', `/v1/delegations/${ofBen.id}/consent`, { decision: 'give', signed }],
      [
        admin,
        'POST',
        `/v1/delegations/${ofAna.id}/approvals`,
        { decision: 'approve', comment: MARKER, signed },
      ],
      [
        admin,
        'POST',
        '/v1/statements',
        { kind: 'approval', target: running.delegation.id, decision: 'approve' },
      ],
      [admin, 'POST', `/v1/delegations/${ofAna.id}/revoke`, {}],
      [admin, 'POST', `/v1/people/${house.who('admin', 'tess').id}/disable`, { reason: MARKER }],
      [support, 'POST', '/v1/delegations', wish({ subject: house.who('customer', 'olga').id })],
      [support, 'POST', '/v1/delegations', wish({}, { identifier: house.accountOf('mira') })],
      [support, 'POST', '/v1/delegations', wish({}, { locations: [`https://${MARKER}.example`] })],
      [support, 'POST', '/v1/delegations', wish({}, { actions: ['accounts:billing.update'] })],
      [support, 'POST', '/v1/delegations', wish({ justification: `${MARKER}\u202e` })],
    ];
    for (const [who, method, path, body] of tries) {
      const answer = await call(who, method, path, { body });
      expect([path, answer.status >= 400]).toEqual([path, true]);
      await expectNothingSaid(answer);
    }
  });

  it('of a key that was used, of too much, of trouble and of a fault', async () => {
    const { support } = callers;
    const headers = { 'idempotency-key': `"${MARKER}"` };
    await call(support, 'POST', '/v1/delegations', { body: wish(), headers });
    const other = wish({ justification: `Another ${MARKER}` });
    await expectNothingSaid(await call(support, 'POST', '/v1/delegations', { body: other, headers }));
    await expectNothingSaid(await call(support, 'POST', '/v1/delegations', { body: MARKER.repeat(6_000) }));

    const broken = (fault: Error, rateLimitPerMinute = 1200) =>
      createApp({
        ...house.parts,
        services: {
          ...house.services,
          config: { ...house.services.config, rateLimitPerMinute },
          trouble: {
            present: async () => true,
            requireNone: async () => {
              throw fault;
            },
          },
        },
      });
    const behind = new Refusal('log_behind', 'Nothing can be recorded now.', { status: 503, detail: MARKER });
    const away = Object.assign(new Error(`${MARKER} at /srv/broker/db.ts:1:1`), { code: 'ECONNREFUSED' });
    const fault = new Error(`${MARKER} at /srv/broker/audit/record.ts:12:3`);
    for (const app of [broken(behind), broken(away), broken(fault)])
      await expectNothingSaid(await call(support, 'POST', '/v1/delegations', { body: wish(), app }));
    const app = broken(fault, 1);
    await call(support, 'GET', '/v1/me', { app });
    await expectNothingSaid(await call(support, 'GET', '/v1/me', { app }));
  });

  it('and all of this was provoked', () => {
    expect([...statuses].sort()).toEqual([400, 401, 403, 404, 409, 413, 415, 422, 429, 500, 503]);
  });
});
