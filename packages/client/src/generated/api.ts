interface Named {
  id: string;
  name: string;
}
interface DelegationSession {
  type: 'delegation_session';
  actions: string[];
  locations: string[];
  identifier: string;
  purpose: { code: string; ref: string };
  max_duration: number;
}
interface RequiredApproval {
  flow: string;
  stage: number;
  from: string[];
  needed: number;
  given: number;
}
interface Narrowing {
  authorization_details: DelegationSession[];
}
interface Delegation {
  id: string;
  status: 'pending' | 'granted' | 'denied' | 'expired' | 'withdrawn' | 'completed' | 'revoked';
  revision: number;
  subject: Named;
  actor: Named;
  authorization_details: DelegationSession[];
  purpose: { code: string; ref: string; title?: string };
  justification: string;
  created_at: string;
  decide_by: string;
  not_before?: string;
  start_within: number;
  start_by?: string;
  granted_at?: string;
  expires_at?: string;
  required: {
    approvals: RequiredApproval[];
    consent: boolean;
    consent_given?: boolean;
    step_up?: string;
    review_by?: string;
  };
  obligations: Record<string, unknown>;
  policy_version: string;
  details_hash: string;
  reviews: { by: Named; decision: 'approve' | 'deny' | 'ask'; comment?: string; at: string; narrowed?: Narrowing }[];
  effective?: DelegationSession[];
  consent?: { by: Named; decision: 'give' | 'refuse'; at: string; narrowed?: Narrowing };
  ended?: { at: string; by: { id?: string; name?: string; kind: string }; reason?: string };
  sessions: Record<string, unknown>[];
}
interface DelegationRequest {
  subject: string;
  authorization_details: DelegationSession[];
  justification: string;
  not_before?: string;
  emergency?: boolean;
}
interface Preview {
  decision: 'allow' | 'deny';
  reasons: string[];
  required: { approvals: RequiredApproval[]; consent: boolean; step_up?: string };
  max_duration?: number;
  actions: { action: string; decision: 'allow' | 'deny'; reason?: string }[];
}
interface Me {
  id: string;
  domain: string;
  name: string;
  roles: string[];
  groups: string[];
  scopes: string[];
  person?: string;
}
interface Catalog {
  backends: {
    id: string;
    name: string;
    resource: string;
    actions: {
      id: string;
      title: string;
      risk: 'read' | 'write' | 'sensitive' | 'never';
      sees: string[];
      changes: string[];
    }[];
  }[];
  intents: { id: string; title: string; description: string; actions: string[]; max_duration: number }[];
}
interface Customer {
  id: string;
  name: string;
  email_masked: string;
  accounts: { identifier: string; label: string; resource: string }[];
}
interface AuditEntry {
  index: number;
  id: string;
  type: string;
  time: string;
  outcome: string;
  actor?: Named;
  subject?: Named;
  delegation?: string;
  policy_version?: string;
  leaf: string;
  detail?: Record<string, unknown>;
}
interface Signed {
  statement: Record<string, unknown>;
  nonce: string;
  method: 'passkey' | 'session';
  assertion?: Record<string, unknown>;
}
interface Problem {
  type: string;
  title: string;
  status: number;
  detail?: string;
  code?: string;
}
interface Answers<T, S extends number = 200> {
  responses: { [status in S]: { content: { 'application/json': T } } } & {
    default: { content: { 'application/problem+json': Problem } };
  };
}
type Get<T, Path = never, Query = never> = {
  parameters: {
    query?: [Query] extends [never] ? never : Query;
    header?: never;
    path?: [Path] extends [never] ? never : Path;
    cookie?: never;
  };
} & Answers<T>;
type Post<Body, T, S extends number = 200, Path = never, Header = never> = {
  parameters: {
    query?: never;
    header?: [Header] extends [never] ? never : Header;
    path?: [Path] extends [never] ? never : Path;
    cookie?: never;
  };
  requestBody: { content: { 'application/json': Body } };
} & Answers<T, S>;
type ById = { id: string };
type Idempotent = { 'Idempotency-Key': string };
type Page<T> = { items: T[]; next_cursor?: string | null };

export interface paths {
  '/v1/me': { get: Get<Me> };
  '/v1/catalog': { get: Get<Catalog> };
  '/v1/directory/customers': { get: Get<Page<Customer>, never, { q: string }> };
  '/v1/delegations': {
    get: Get<Page<Delegation>, never, { status?: string; cursor?: string; limit?: number }>;
    post: Post<DelegationRequest, Delegation, 201, never, Idempotent>;
  };
  '/v1/delegations/preview': { post: Post<DelegationRequest, Preview> };
  '/v1/delegations/{id}': {
    get: Get<Delegation, ById>;
    delete: Get<Delegation, ById>;
  };
  '/v1/delegations/{id}/approvals': {
    post: Post<
      { decision: 'approve' | 'deny' | 'ask'; narrowed?: Narrowing; comment?: string; signed: Signed },
      Delegation,
      200 | 201,
      ById,
      Idempotent
    >;
  };
  '/v1/delegations/{id}/consent': {
    post: Post<
      { decision: 'give' | 'refuse'; narrowed?: Narrowing; signed: Signed },
      Delegation,
      200 | 201,
      ById,
      Idempotent
    >;
  };
  '/v1/delegations/{id}/revoke': {
    post: Post<
      { reason?: string },
      {
        sessions_ended: number;
        tokens_revoked: number;
        backends: { resource: string; acknowledged: boolean }[];
      },
      200,
      ById
    >;
  };
  '/v1/statements': {
    post: Post<
      { kind: 'approval' | 'consent'; target: string; decision: string; narrowed?: Narrowing; comment?: string },
      { statement: Record<string, unknown>; nonce: string; challenge: string; expires_at: string },
      200 | 201
    >;
  };
  '/v1/me/consents': { get: Get<Page<Delegation>, never, { state?: 'open' | 'all' }> };
  '/v1/me/delegations': { get: Get<Page<Delegation>> };
  '/v1/audit/entries': {
    get: Get<
      Page<AuditEntry>,
      never,
      { cursor?: string; limit?: number; type?: string; delegation?: string; person?: string }
    >;
  };
}

export interface components {
  schemas: {
    AuditEntry: AuditEntry;
    Catalog: Catalog;
    Customer: Customer;
    Delegation: Delegation;
    DelegationRequest: DelegationRequest;
    DelegationSession: DelegationSession;
    Me: Me;
    Preview: Preview;
    Problem: Problem;
  };
}
