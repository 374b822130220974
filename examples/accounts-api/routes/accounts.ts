import { delegated, mask, type ResourceServer } from '@countersign/resource-server';
import { type Context, Hono } from 'hono';
import { z } from 'zod';
import { maskedAddress, maskedEmail, maskedPhone } from '../masks.ts';
import {
  endSession,
  rotateCredential,
  sendPasswordReset,
  updateProfile,
  updateSettings,
} from '../store/change-account.ts';
import { ownerOf } from '../store/find-owner.ts';
import type { Store } from '../store/open-store.ts';
import {
  readCredentials,
  readInvoices,
  readProfile,
  readSessions,
  readSettings,
  readTeam,
} from '../store/read-account.ts';
import { problem } from './problem.ts';

const text = z.string().trim().min(1).max(200);
const profileChange = z
  .strictObject({ name: text, phone: text, language: z.string().regex(/^[a-z]{2}$/) })
  .partial()
  .refine((change) => Object.keys(change).length > 0, 'changes nothing');
const settingsChange = z
  .record(z.string().regex(/^[a-z_]{1,64}$/), text)
  .refine((change) => Object.keys(change).length > 0, 'changes nothing');

async function bodyOf<Shape>(context: Context, schema: z.ZodType<Shape>): Promise<Shape | undefined> {
  const body: unknown = await context.req.json().catch(() => undefined);
  const parsed = schema.safeParse(body);
  return parsed.success ? parsed.data : undefined;
}

/** What support can do in a customer's account: each line says with which action, on what, and whose it is. */
export function accountRoutes(store: Store, server: ResourceServer, pagesUrl: string): Hono {
  const may = (action: string, below?: { kind: string; parameter: string }) =>
    delegated(server, {
      action,
      identifier: (c) => {
        const account = ['account', c.req.param('id') ?? ''];
        return below === undefined ? account : [...account, below.kind, c.req.param(below.parameter) ?? ''];
      },
      owner: (c) => ownerOf(store, c.req.param('id') ?? ''),
    });
  const none = () => problem(404, 'Not Found');
  const unfit = () => problem(422, 'Unprocessable Content');
  const never = () => none();

  return new Hono()
    .get('/accounts/:id/profile', may('accounts:profile.read'), async (c) => {
      const profile = await readProfile(store, c.req.param('id'));
      if (profile === undefined) return none();
      const delegation = c.get('delegation');
      const how = { email: maskedEmail, phone: maskedPhone, address: maskedAddress };
      return c.json({ ...mask(delegation, profile, how), masked_fields: delegation.masked });
    })
    .get('/accounts/:id/settings', may('accounts:settings.read'), async (c) =>
      c.json({ items: await readSettings(store, c.req.param('id')) }),
    )
    .get('/accounts/:id/credentials', may('accounts:credential.list'), async (c) =>
      c.json({ items: await readCredentials(store, c.req.param('id')) }),
    )
    .get('/accounts/:id/sessions', may('accounts:session.list'), async (c) =>
      c.json({ items: await readSessions(store, c.req.param('id')) }),
    )
    .get('/accounts/:id/invoices', may('accounts:invoice.read'), async (c) =>
      c.json({ items: await readInvoices(store, c.req.param('id')) }),
    )
    .get('/accounts/:id/team', may('accounts:team.read'), async (c) => {
      const delegation = c.get('delegation');
      const team = await readTeam(store, c.req.param('id'));
      const items = team.map((member) => mask(delegation, member, { email: maskedEmail }));
      return c.json({ items, masked_fields: delegation.masked });
    })
    .patch('/accounts/:id/profile', may('accounts:profile.update'), async (c) => {
      const change = await bodyOf(c, profileChange);
      if (change === undefined) return unfit();
      const given = Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined));
      return (await updateProfile(store, c.req.param('id'), given)) ? c.json({ updated: true }) : none();
    })
    .patch('/accounts/:id/settings', may('accounts:settings.update'), async (c) => {
      const change = await bodyOf(c, settingsChange);
      if (change === undefined) return unfit();
      return (await updateSettings(store, c.req.param('id'), change)) ? c.json({ updated: true }) : unfit();
    })
    .delete(
      '/accounts/:id/sessions/:sid',
      may('accounts:session.revoke', { kind: 'session', parameter: 'sid' }),
      async (c) =>
        (await endSession(store, c.req.param('id'), c.req.param('sid'))) ? c.json({ ended: true }) : none(),
    )
    .post(
      '/accounts/:id/credentials/:cid/rotations',
      may('accounts:credential.rotate', { kind: 'credential', parameter: 'cid' }),
      async (c) => {
        const page = `${pagesUrl}/me/credentials`;
        const name = await rotateCredential(store, c.req.param('id'), c.req.param('cid'), page);
        if (name === undefined) return none();
        return c.json({
          rotated: true,
          hint: `The old key "${name}" has stopped. The customer collects the new one at ${page}.`,
        });
      },
    )
    .post('/accounts/:id/password-resets', may('accounts:password.reset'), async (c) => {
      const linkOf = (token: string) => `${pagesUrl}/me/password-reset?token=${encodeURIComponent(token)}`;
      await sendPasswordReset(store, c.req.param('id'), linkOf);
      return c.json({ sent: true });
    })
    .put('/accounts/:id/billing', may('accounts:billing.update'), never)
    .post('/accounts/:id/team', may('accounts:team.update'), never)
    .put(
      '/accounts/:id/team/:member',
      may('accounts:team.update', { kind: 'member', parameter: 'member' }),
      never,
    )
    .delete(
      '/accounts/:id/team/:member',
      may('accounts:team.update', { kind: 'member', parameter: 'member' }),
      never,
    );
}
