/** Each entry runs once, in order, in a transaction of its own. Only ever append. */
export const MIGRATIONS: readonly (readonly string[])[] = [
  [
    `create table accounts (
      id text primary key, label text not null, owner text not null, owner_subject text not null,
      created_at timestamptz not null)`,
    'create index accounts_owner on accounts (owner)',
    'create index accounts_owner_subject on accounts (owner_subject)',
    `create table profiles (
      account_id text primary key references accounts (id), name text not null, email text not null,
      phone text not null, company text not null, address text not null, language text not null)`,
    `create table settings (
      account_id text not null references accounts (id), key text not null, title text not null,
      value text not null, primary key (account_id, key))`,
    `create table credentials (
      account_id text not null references accounts (id), id text not null, name text not null,
      last_four text not null, scopes jsonb not null, created_at timestamptz not null,
      last_used_at timestamptz, primary key (account_id, id))`,
    `create table sessions (
      account_id text not null references accounts (id), id text not null, device text not null,
      place text not null, address text not null, started_at timestamptz not null,
      last_seen_at timestamptz not null, ended_at timestamptz, primary key (account_id, id))`,
    `create table invoices (
      account_id text not null references accounts (id), id text not null, number text not null,
      status text not null check (status in ('paid', 'open', 'overdue')), issued_on date not null,
      due_on date not null, currency text not null, total_minor bigint not null, lines jsonb not null,
      primary key (account_id, id))`,
    `create table team_members (
      account_id text not null references accounts (id), id text not null, name text not null,
      email text not null, role text not null check (role in ('owner', 'developer', 'billing', 'viewer')),
      primary key (account_id, id))`,
  ],
  [
    `alter table credentials add column secret_hash text unique,
      add column is_awaiting_pickup boolean not null default false, add column rotated_at timestamptz`,
    'create table used_proofs (key text primary key, until timestamptz not null)',
    'create index used_proofs_until on used_proofs (until)',
    `create table mails (
      id text primary key, account_id text not null references accounts (id), title text not null,
      body text not null, link text, sent_at timestamptz not null)`,
    'create index mails_account on mails (account_id, sent_at)',
    `create table password_resets (
      token_hash text primary key, account_id text not null references accounts (id),
      expires_at timestamptz not null, used_at timestamptz)`,
    `create table page_sessions (
      handle_hash text primary key, subject text not null, name text not null, form_token text not null,
      expires_at timestamptz not null)`,
    `create table sign_in_attempts (
      handle_hash text primary key, state text not null, nonce text not null, verifier text not null,
      return_to text not null, expires_at timestamptz not null)`,
  ],
];
