import type { z } from '@hono/zod-openapi';
import { inArray } from 'drizzle-orm';
import type { Context } from '../../context.ts';
import { selectPeople } from '../../identity/store.ts';
import { people } from '../../identity/tables.ts';
import { addPasskey } from '../../signing/passkeys/add-passkey.ts';
import { confirmByOperator } from '../../signing/passkeys/confirm-by-operator.ts';
import { confirmPasskey } from '../../signing/passkeys/confirm-passkey.ts';
import { inviteToEnrol } from '../../signing/passkeys/invite-to-enrol.ts';
import { makeCode } from '../../signing/passkeys/make-code.ts';
import { fingerprintOf, type Passkey } from '../../signing/passkeys/passkey.ts';
import { registrationOptions } from '../../signing/passkeys/registration-options.ts';
import { removePasskey } from '../../signing/passkeys/remove-passkey.ts';
import { inState, ofOwner, selectPasskeys } from '../../signing/passkeys/store.ts';
import type { Api } from '../environment.ts';
import { present } from '../present.ts';
import { signedInput } from '../signing/signed-input.ts';
import * as route from './routes.ts';
import type { newPasskey, passkey as passkeySchema } from './schema.ts';

async function viewsOf(
  context: Context,
  found: readonly Passkey[],
): Promise<z.output<typeof passkeySchema>[]> {
  const owners = [...new Set(found.map(({ owner }) => owner))];
  const known = owners.length === 0 ? [] : await selectPeople(context.reader, inArray(people.id, owners));
  const names = new Map<string, string>(known.map(({ id, name }) => [id, name]));
  return found.map((one) => ({
    id: one.id,
    owner: { id: one.owner, name: names.get(one.owner) ?? one.owner },
    name: one.name,
    state: one.state,
    fingerprint: fingerprintOf(one.publicKey),
    aaguid: one.aaguid,
    backed_up: one.backedUp,
    transports: [...one.transports],
    enrolled_by: one.enrolledBy,
    created_at: one.createdAt.toISOString(),
    ...present({
      confirmed_at: one.confirmedAt?.toISOString(),
      confirmed_by: one.confirmedBy,
      vouched_at: one.vouchedAt?.toISOString(),
      removed_at: one.removedAt?.toISOString(),
      last_used_at: one.lastUsedAt?.toISOString(),
    }),
  }));
}

async function viewOf(context: Context, one: Passkey): Promise<z.output<typeof passkeySchema>> {
  const [view] = await viewsOf(context, [one]);
  if (!view) throw new Error(`${one.id} has no view.`);
  return view;
}

function registrationInput({ name, response: given, code }: z.output<typeof newPasskey>) {
  const { transports, ...response } = given.response;
  return {
    name,
    response: {
      ...given,
      response: { ...response, ...(transports ? { transports } : {}) },
      clientExtensionResults: {},
    },
    ...(code === undefined ? {} : { code }),
  };
}

function ownCalls(api: Api): void {
  api.openapi(route.passkeyOptions, async (c) => {
    return c.json(await registrationOptions(c.get('context'), c.get('principal')), 200);
  });

  api.openapi(route.addPasskey, async (c) => {
    const context = c.get('context');
    const wanted = registrationInput(c.req.valid('json'));
    const passkey = await addPasskey(context, { principal: c.get('principal'), wanted });
    return c.json(await viewOf(context, passkey), 201);
  });

  api.openapi(route.listMyPasskeys, async (c) => {
    const context = c.get('context');
    const found = await selectPasskeys(context.reader, ofOwner(c.get('principal').id));
    return c.json({ items: await viewsOf(context, found), next_cursor: null }, 200);
  });

  api.openapi(route.removeMyPasskey, async (c) => {
    const context = c.get('context');
    const of = { principal: c.get('principal'), id: c.req.valid('param').id, whose: 'own' } as const;
    return c.json(await viewOf(context, await removePasskey(context, of)), 200);
  });
}

function othersCalls(api: Api): void {
  api.openapi(route.listPasskeys, async (c) => {
    const context = c.get('context');
    const { status, cursor, limit } = c.req.valid('query');
    const where = status ? inState(status) : undefined;
    const found = await selectPasskeys(context.reader, where, { after: cursor, limit: limit + 1 });
    const items = found.slice(0, limit);
    const next = found.length > limit ? (items.at(-1)?.id ?? null) : null;
    return c.json({ items: await viewsOf(context, items), next_cursor: next }, 200);
  });

  api.openapi(route.removePasskey, async (c) => {
    const context = c.get('context');
    const of = { principal: c.get('principal'), id: c.req.valid('param').id, whose: 'anybody' } as const;
    return c.json(await viewOf(context, await removePasskey(context, of)), 200);
  });

  api.openapi(route.confirmPasskey, async (c) => {
    const context = c.get('context');
    const { decision, signed } = c.req.valid('json');
    const passkey = await confirmPasskey(context, {
      principal: c.get('principal'),
      id: c.req.valid('param').id,
      decision,
      signed: signedInput(signed),
    });
    return c.json(await viewOf(context, passkey), 200);
  });

  api.openapi(route.inviteToEnrol, async (c) => {
    const { id, owner, expiresAt } = await inviteToEnrol(c.get('context'), {
      principal: c.get('principal'),
      id: c.req.valid('param').id,
      signed: signedInput(c.req.valid('json').signed),
    });
    return c.json({ id, person: owner, expires_at: expiresAt.toISOString() }, 201);
  });
}

function operatorCalls(api: Api): void {
  api.openapi(route.makeEnrolmentCode, async (c) => {
    const { person } = c.req.valid('json');
    const { code, expiresAt } = await makeCode(c.get('context'), c.get('principal').id, person);
    return c.json({ code, expires_at: expiresAt.toISOString() }, 201);
  });

  api.openapi(route.confirmByOperator, async (c) => {
    const context = c.get('context');
    const passkey = await confirmByOperator(context, {
      by: c.get('principal').id,
      id: c.req.valid('param').id,
      fingerprint: c.req.valid('json').fingerprint,
    });
    return c.json(await viewOf(context, passkey), 200);
  });
}

export function passkeyCalls(api: Api): void {
  ownCalls(api);
  othersCalls(api);
  operatorCalls(api);
}
