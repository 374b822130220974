import { activateVersion } from '../../governance/activate-version.ts';
import { proposeVersion } from '../../governance/propose-version.ts';
import { listProposals, readProposal } from '../../governance/read-proposal.ts';
import { listVersions, readInForce, readVersion } from '../../governance/read-version.ts';
import { rejectProposal } from '../../governance/reject-proposal.ts';
import { withdrawProposal } from '../../governance/withdraw-proposal.ts';
import { ownerAccount } from '../../oauth/clients/owner-account.ts';
import type { Api } from '../environment.ts';
import { signedInput } from '../signing/signed-input.ts';
import * as route from './routes.ts';
import { activeView, proposalView, summariesOf } from './view.ts';

export function policyCalls(api: Api): void {
  api.openapi(route.readActive, async (c) => {
    const context = c.get('context');
    return c.json(await activeView(context, await readInForce(context)), 200);
  });

  api.openapi(route.listVersions, async (c) => {
    const { items, nextCursor } = await listVersions(c.get('context'), c.req.valid('query'));
    const shown = items.map(({ version, storedAt, isActive, wasActivated }) => ({
      version,
      stored_at: storedAt.toISOString(),
      active: isActive,
      was_activated: wasActivated,
    }));
    return c.json({ items: shown, next_cursor: nextCursor }, 200);
  });

  api.openapi(route.proposeVersion, async (c) => {
    const context = c.get('context');
    const principal = c.get('principal');
    const { reason, ...draft } = c.req.valid('json');
    const owner = principal.domain === 'service' ? await ownerAccount(context, principal.id) : undefined;
    const { id } = await proposeVersion(context, { principal, draft, reason, owner });
    const shown = await proposalView(context, await readProposal(context, id));
    return c.json(shown, 201, { location: `${route.PROPOSALS}/${id}` });
  });

  api.openapi(route.listProposals, async (c) => {
    const context = c.get('context');
    const { items, nextCursor } = await listProposals(context, c.req.valid('query'));
    return c.json({ items: await summariesOf(context, items), next_cursor: nextCursor }, 200);
  });

  api.openapi(route.readProposal, async (c) => {
    const context = c.get('context');
    const shown = await readProposal(context, c.req.valid('param').id);
    return c.json(await proposalView(context, shown), 200);
  });

  api.openapi(route.decideProposal, async (c) => {
    const context = c.get('context');
    const { decision, comment, signed } = c.req.valid('json');
    const { id } = c.req.valid('param');
    const decide = decision === 'activate' ? activateVersion : rejectProposal;
    await decide(context, { principal: c.get('principal'), id, comment, signed: signedInput(signed) });
    return c.json(await proposalView(context, await readProposal(context, id)), 200);
  });

  api.openapi(route.withdrawProposal, async (c) => {
    const context = c.get('context');
    const { id } = c.req.valid('param');
    await withdrawProposal(context, { principal: c.get('principal'), id });
    return c.json(await proposalView(context, await readProposal(context, id)), 200);
  });

  api.openapi(route.readVersion, async (c) => {
    const { version, files } = await readVersion(c.get('context'), c.req.valid('param').version);
    return c.json({ version, files: { ...files } }, 200);
  });
}
