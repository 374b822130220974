import type { components } from '@countersign/client';
import { z } from 'zod';
import type { ChangeRow, ClientView, MembersView, ProofView } from '#components/clients/view.ts';

type Answer = components['schemas'];
type Auth = Answer['ClientMembers']['auth'];

const kept = z.array(z.array(z.tuple([z.string(), z.array(z.string())])));

/** The broker keeps a name in the one spelling that it compares; people read RFC 4514. */
export function subjectText(spelled: string): string {
  try {
    return kept
      .parse(JSON.parse(spelled))
      .map((part) => part.flatMap(([type, values]) => values.map((value) => `${type}=${value}`)).join('+'))
      .join(',');
  } catch {
    return spelled;
  }
}

function proofView({ method, keys = [], san_uri: sanUri, subject_dn: subjectDn }: Auth): ProofView {
  return {
    method,
    keys: keys.map(({ kid, added_at: addedAt }) => ({ id: kid, addedAt })),
    ...(sanUri && { sanUri }),
    ...(subjectDn && { subjectDn: subjectText(subjectDn) }),
  };
}

export function clientView(client: Answer['Client']): ClientView {
  const { id, name, kind, domain, scopes, resource, enabled } = client;
  const until = new Map(client.auth.keys?.map(({ kid, refused_from: from }) => [kid, from]));
  const proof = proofView(client.auth);
  return {
    ...{ id, name, kind, scopes, enabled },
    ...(domain && { domain }),
    ...(resource && { resource }),
    ...(client.last_used_at && { lastUsedAt: client.last_used_at }),
    owner: { id: client.owner, name: client.owner_name ?? client.owner },
    ownerIsKnown: client.owner_known,
    proof: {
      ...proof,
      keys: proof.keys.map((key) => {
        const refusedFrom = until.get(key.id);
        return { ...key, ...(refusedFrom && { refusedFrom }) };
      }),
    },
    keptBy: client.kept_by,
  };
}

export function membersView({ owner, scopes, auth, enabled }: Answer['ClientMembers']): MembersView {
  return { owner, scopes, proof: proofView(auth), enabled };
}

export function changeRow(change: Answer['ProposedClientChangeSummary']): ChangeRow {
  return {
    id: change.id,
    client: change.client,
    status: change.status,
    reason: change.reason,
    proposedBy: change.proposed_by,
    createdAt: change.created_at,
    expiresAt: change.expires_at,
    ...(change.decided_by && { decidedBy: change.decided_by.name }),
    ...(change.decided_at && { decidedAt: change.decided_at }),
    ...(change.comment && { comment: change.comment }),
  };
}
