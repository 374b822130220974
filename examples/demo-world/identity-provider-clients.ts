import { createHash } from 'node:crypto';

/** Client metadata as in OpenID Connect Dynamic Client Registration §2. */
export interface IdentityProviderClient {
  client_id: string;
  client_name: string;
  client_secret?: string;
  token_endpoint_auth_method: 'client_secret_basic' | 'client_secret_post' | 'none';
  redirect_uris: string[];
  post_logout_redirect_uris: string[];
}

export type IdentityProviderClients = Record<'support' | 'admin' | 'customer', IdentityProviderClient[]>;
export type SignInClients = Record<
  'support' | 'admin' | 'customer',
  { client_id: string; redirect_uri: string }
>;

/** By client id, of the confidential clients: `console-support`, `console-admin`, `console-customer`, `accounts-api`. */
export type ClientSecrets = Readonly<Record<string, string>>;

interface Addresses {
  identityProviderUrl: string;
  consoleUrl: string;
  accountsPagesUrl: string;
  clientSecrets?: ClientSecrets;
}

const secretOf = (clientId: string, secrets: ClientSecrets | undefined): string =>
  secrets?.[clientId] ?? createHash('sha256').update(`demo client secret of ${clientId}`).digest('base64url');

export function signInClients({
  identityProviderUrl,
}: Pick<Addresses, 'identityProviderUrl'>): SignInClients {
  const redirect_uri = `${identityProviderUrl}/probe/callback`;
  return {
    support: { client_id: 'probe-support', redirect_uri },
    admin: { client_id: 'probe-admin', redirect_uri },
    customer: { client_id: 'probe-customer', redirect_uri },
  };
}

export function identityProviderClients(addresses: Addresses): IdentityProviderClients {
  const { consoleUrl, accountsPagesUrl, clientSecrets } = addresses;
  const door = (domain: keyof IdentityProviderClients): IdentityProviderClient => ({
    client_id: `console-${domain}`,
    client_name: 'Countersign',
    client_secret: secretOf(`console-${domain}`, clientSecrets),
    token_endpoint_auth_method: 'client_secret_basic',
    redirect_uris: [`${consoleUrl}/api/auth/${domain}/callback/${domain}`],
    post_logout_redirect_uris: [`${consoleUrl}/`],
  });
  const probe = (domain: keyof IdentityProviderClients): IdentityProviderClient => {
    const { client_id, redirect_uri } = signInClients(addresses)[domain];
    return {
      client_id,
      client_name: 'Sign-in probe',
      token_endpoint_auth_method: 'none',
      redirect_uris: [redirect_uri],
      post_logout_redirect_uris: [],
    };
  };
  const accounts: IdentityProviderClient = {
    client_id: 'accounts-api',
    client_name: 'Northwind accounts',
    client_secret: secretOf('accounts-api', clientSecrets),
    token_endpoint_auth_method: 'client_secret_basic',
    redirect_uris: [`${accountsPagesUrl}/sign-in/callback`],
    post_logout_redirect_uris: [`${accountsPagesUrl}/`],
  };
  return {
    support: [door('support'), probe('support')],
    admin: [door('admin'), probe('admin')],
    customer: [door('customer'), probe('customer'), accounts],
  };
}
