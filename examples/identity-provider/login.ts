import type { IncomingMessage, ServerResponse } from 'node:http';
import { errors } from 'oidc-provider';
import { type Issuer, PASSWORD_ACR } from './issuer.ts';
import { FILL_IN, loginPage } from './login-page.ts';
import { allowScript, notice, sendPage } from './page.ts';

const LONGEST_FORM = 4_096;

async function readForm(request: IncomingMessage): Promise<URLSearchParams | undefined> {
  let text = '';
  for await (const chunk of request.setEncoding('utf8')) {
    text += chunk;
    if (text.length > LONGEST_FORM) return undefined;
  }
  return new URLSearchParams(text);
}

async function interactionOf(issuer: Issuer, request: IncomingMessage, response: ServerResponse) {
  try {
    return await issuer.provider.interactionDetails(request, response);
  } catch (error) {
    if (error instanceof errors.SessionNotFound) return undefined;
    throw error;
  }
}

/** Shows the login page and takes its answer; the interaction's cookie says which sign-in this belongs to. */
export async function login(
  issuer: Issuer,
  uid: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { provider, people, domain, path } = issuer;
  if (request.method !== 'GET' && request.method !== 'POST') {
    response.setHeader('allow', 'GET, POST');
    return sendPage(response, 405, notice('Not like this', 'This page can be read, and its form sent.'));
  }
  const interaction = await interactionOf(issuer, request, response);
  if (interaction === undefined || interaction.uid !== uid) {
    return sendPage(
      response,
      400,
      notice('This sign-in has expired', 'Please go back to where you came from and sign in again.'),
    );
  }
  if (interaction.prompt.name !== 'login')
    return provider.interactionFinished(request, response, { consent: {} });

  const client = await provider.Client.find(String(interaction.params.client_id));
  const show = (status: number, name: string, wrong: boolean): void => {
    allowScript(response, FILL_IN);
    const clientName = client?.clientName ?? 'an application';
    sendPage(
      response,
      status,
      loginPage({
        domain,
        action: `${path}/interaction/${uid}`,
        clientName,
        people: people.all,
        login: name,
        wrong,
      }),
    );
  };
  if (request.method === 'GET') {
    const hint = interaction.params.login_hint;
    return show(200, typeof hint === 'string' ? hint : '', false);
  }
  if (request.headers['sec-fetch-site'] === 'cross-site') return show(403, '', false);
  const form = await readForm(request);
  const name = form?.get('login')?.trim() ?? '';
  const person = people.withPassword(name, form?.get('password') ?? '');
  if (person === undefined) return show(403, name, true);
  return provider.interactionFinished(request, response, {
    login: { accountId: person.sub, acr: PASSWORD_ACR, amr: ['pwd'], remember: true },
  });
}
