export interface Named {
  id: string;
  name: string;
}

export interface KeyView {
  /** Its thumbprint. */
  id: string;
  addedAt: string;
  refusedFrom?: string;
}

export interface ProofView {
  method: 'private_key_jwt' | 'tls_client_auth';
  keys: KeyView[];
  sanUri?: string;
  subjectDn?: string;
}

export interface ClientView {
  id: string;
  name: string;
  kind: 'door' | 'service';
  domain?: string;
  owner: Named;
  ownerIsKnown: boolean;
  proof: ProofView;
  scopes: string[];
  resource?: string;
  keptBy: 'file' | 'api';
  enabled: boolean;
  lastUsedAt?: string;
}

export interface MembersView {
  owner: Named;
  scopes: string[];
  proof: ProofView;
  enabled: boolean;
}

export interface ChangeRow {
  id: string;
  client: Named;
  status: 'open' | 'accepted' | 'rejected' | 'withdrawn' | 'expired' | 'void';
  reason: string;
  proposedBy: Named;
  createdAt: string;
  expiresAt: string;
  decidedBy?: string;
  decidedAt?: string;
  comment?: string;
}

export interface ChangeView extends ChangeRow {
  before: MembersView;
  after: MembersView;
  /** What stands on the client ends when it is accepted. */
  endsAccess: boolean;
  /** The client is another by now: it can only be proposed anew. */
  stale: boolean;
}

export const methodText: Record<ProofView['method'], string> = {
  private_key_jwt: 'signs with a key',
  tls_client_auth: 'shows a certificate',
};

export const kindText = ({
  kind,
  domain,
  resource,
}: Pick<ClientView, 'kind' | 'domain' | 'resource'>): string =>
  kind === 'door' ? `Door, ${domain ?? 'nobody'}` : resource === undefined ? 'Service' : 'Backend';

export const keptText: Record<ClientView['keptBy'], string> = {
  file: 'in the registry file',
  api: 'by people, here',
};
