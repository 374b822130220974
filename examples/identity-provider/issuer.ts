import Provider, { type Configuration, type KoaContextWithOIDC } from 'oidc-provider';
import { type Client, originsOf } from './clients.ts';
import { DOMAIN_TITLES, type Domain, SIGNING_ALGORITHMS } from './domains.ts';
import { Html, html } from './html.ts';
import type { IssuerKeys } from './keys.ts';
import { memoryStore } from './memory-store.ts';
import { allowScript, MARK, notice, page } from './page.ts';
import { type People, type Person, people } from './people.ts';

/** How a person proved who they are: a password, nothing stronger. */
export const PASSWORD_ACR = 'urn:countersign:acr:password';

const SCOPES = ['openid', 'profile', 'email', 'groups'];
const HOURS = 3600;
const SIGN_OUT = `document.getElementById('sign-out').click();`;

export interface Issuer {
  domain: Domain;
  path: string;
  provider: Provider;
  people: People;
  formTargets: string[];
}

interface IssuerOptions {
  domain: Domain;
  identityProviderUrl: string;
  residents: readonly Person[];
  clients: readonly Client[];
  keys: IssuerKeys;
}

function claimsOf({ sub, name, email, login, groups, employeeId }: Person) {
  return {
    sub,
    name,
    email,
    email_verified: true,
    preferred_username: login,
    groups,
    ...(employeeId === undefined ? {} : { employee_id: employeeId }),
  };
}

/** Everybody's consent is taken as given: all clients belong to the same company. */
async function grantEverything(context: KoaContextWithOIDC) {
  const { client, session, provider } = context.oidc;
  if (client === undefined || session?.accountId === undefined) return undefined;
  const grantId = session.grantIdFor(client.clientId);
  const existing = grantId === undefined ? undefined : await provider.Grant.find(grantId);
  if (existing !== undefined) return existing;
  const grant = new provider.Grant({ clientId: client.clientId, accountId: session.accountId });
  grant.addOIDCScope(SCOPES.join(' '));
  await grant.save();
  return grant;
}

function signOutPage(context: KoaContextWithOIDC, form: string): void {
  allowScript(context.res, SIGN_OUT);
  context.body = page({
    title: 'Signing out',
    script: SIGN_OUT,
    body: html`<main><section class="card">${MARK}<h1>Signing out</h1>
<p class="quiet">This ends your sign-in at Northwind Cloud.</p>${new Html(form)}
<button id="sign-out" class="primary" type="submit" form="op.logoutForm" name="logout" value="yes">Sign out</button></section></main>`,
  });
}

function configuration({ domain, clients, keys }: IssuerOptions, residents: People): Configuration {
  const path = `/${domain}`;
  const alg = SIGNING_ALGORITHMS[domain];
  return {
    adapter: memoryStore(),
    clients: clients.map((client) => ({
      ...client,
      grant_types: ['authorization_code'],
      response_types: ['code'],
      id_token_signed_response_alg: alg,
      require_auth_time: true,
    })),
    jwks: { keys: [keys.signingKey] },
    cookies: {
      keys: keys.cookieKeys,
      names: {
        session: `northwind_${domain}`,
        interaction: `northwind_${domain}_login`,
        resume: `northwind_${domain}_resume`,
      },
      long: { path, httpOnly: true, sameSite: 'lax' },
      short: { httpOnly: true, sameSite: 'lax' },
    },
    acrValues: [PASSWORD_ACR],
    scopes: SCOPES,
    claims: {
      acr: null,
      amr: null,
      auth_time: null,
      sid: null,
      openid: ['sub', 'acr', 'amr', 'auth_time', 'name', 'email', 'groups', 'employee_id'],
      profile: ['name', 'preferred_username'],
      email: ['email', 'email_verified'],
      groups: ['groups'],
    },
    conformIdTokenClaims: false,
    responseTypes: ['code'],
    enabledJWA: { idTokenSigningAlgValues: [alg] },
    pkce: { required: () => true },
    features: {
      devInteractions: { enabled: false },
      dPoP: { enabled: false },
      userinfo: { enabled: true },
      rpInitiatedLogout: {
        enabled: true,
        logoutSource: signOutPage,
        postLogoutSuccessSource(context) {
          context.body = notice(
            'Signed out',
            'Your sign-in at Northwind Cloud has ended. You can close this page.',
          );
        },
      },
    },
    ttl: {
      AccessToken: 600,
      AuthorizationCode: 60,
      IdToken: 600,
      Interaction: 900,
      Session: 12 * HOURS,
      Grant: 12 * HOURS,
    },
    clientBasedCORS: () => false,
    loadExistingGrant: grantEverything,
    interactions: { url: (_context, interaction) => `${path}/interaction/${interaction.uid}` },
    findAccount(_context, sub) {
      const person = residents.bySubject(sub);
      return person && { accountId: sub, claims: () => claimsOf(person) };
    },
    renderError(context, out) {
      context.type = 'html';
      context.body = notice(
        'This sign-in did not work',
        `${DOMAIN_TITLES[domain]}: ${out.error_description ?? out.error}.`,
        html`<p><code>${out.error}</code></p>`,
      );
    },
  };
}

export function createIssuer(options: IssuerOptions): Issuer {
  const { domain, identityProviderUrl } = options;
  const residents = people(options.residents);
  const path = `/${domain}`;
  const provider = new Provider(`${identityProviderUrl}${path}`, configuration(options, residents));
  return { domain, path, provider, people: residents, formTargets: originsOf(options.clients) };
}
