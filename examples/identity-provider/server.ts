import { watchFile } from 'node:fs';
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { type Config, readPeople } from './config.ts';
import { DOMAIN_TITLES, DOMAINS } from './domains.ts';
import { html } from './html.ts';
import { createIssuer, type Issuer } from './issuer.ts';
import { issuerKeys } from './keys.ts';
import { listenOnLoopback } from './listen.ts';
import { login } from './login.ts';
import { notice, sendPage, setSecurityHeaders } from './page.ts';
import { people as peopleOf } from './people.ts';
import { probeCallback } from './probe-callback.ts';

function issuersOf({ url, people, clients, dataFolder }: Config): Issuer[] {
  return DOMAINS.map((domain) =>
    createIssuer({
      domain,
      identityProviderUrl: url,
      residents: people[domain],
      clients: clients[domain],
      keys: issuerKeys(dataFolder, domain),
    }),
  );
}

/** The protocol library finds its mount path as the difference of `originalUrl` and `url`. */
function mount(issuer: Issuer): RequestListener {
  const answer = issuer.provider.callback();
  return (request: IncomingMessage & { originalUrl?: string }, response) => {
    request.originalUrl = request.url ?? '/';
    request.url = request.originalUrl.slice(issuer.path.length);
    return answer(request, response);
  };
}

function overview(issuers: readonly Issuer[]): string {
  const rows = issuers.map(
    ({ domain, provider }) => html`<dt>${DOMAIN_TITLES[domain]}</dt><dd><code>${provider.issuer}</code></dd>`,
  );
  return notice(
    'Identity provider',
    'Three issuers, one for each domain of people. You sign in from the application.',
    html`<dl>${rows}</dl>`,
  );
}

function handlerOf(config: Config, issuers: readonly Issuer[]): RequestListener {
  const mounted = issuers.map((issuer) => ({ issuer, answer: mount(issuer) }));
  const ownHost = new URL(config.url).host;

  const route = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const [path = '/', query = ''] = (request.url ?? '/').split('?', 2);
    if (path === '/healthz')
      return void response.writeHead(200, { 'content-type': 'application/json' }).end('{"status":"ok"}');
    setSecurityHeaders(response, []);
    // Addresses in answers follow the Host header, so only our own is let in.
    if (request.headers.host !== ownHost)
      return sendPage(response, 421, notice('Wrong address', `This is ${config.url}.`));
    if (path === '/') return sendPage(response, 200, overview(issuers));
    if (path === '/probe/callback') return probeCallback(new URLSearchParams(query), response);
    for (const { issuer, answer } of mounted) {
      if (!path.startsWith(`${issuer.path}/`)) continue;
      setSecurityHeaders(response, issuer.formTargets);
      const uid = /^\/interaction\/([\w-]+)$/.exec(path.slice(issuer.path.length))?.[1];
      return uid === undefined
        ? void (await answer(request, response))
        : login(issuer, uid, request, response);
    }
    sendPage(response, 404, notice('Nothing here', 'There is no page at this address.'));
  };

  return (request, response) => {
    route(request, response).catch((error: unknown) => {
      console.error(error);
      if (response.headersSent) response.destroy();
      else sendPage(response, 500, notice('Something went wrong', 'The identity provider could not answer.'));
    });
  };
}

/** Somebody joins or leaves a group by editing the file: it counts from that person's next sign-in on. */
function followPeople(peopleFile: string, issuers: readonly Issuer[]): () => void {
  const reread = () => {
    try {
      const now = readPeople(peopleFile);
      for (const domain of DOMAINS) peopleOf(now[domain]);
      for (const { domain, people } of issuers) people.replace(now[domain]);
    } catch (error) {
      console.error(`Identity provider: ${String(error)}. The people stay as they were.`);
    }
  };
  const watcher = watchFile(peopleFile, { interval: 500, persistent: false }, reread);
  return () => watcher.removeListener('change', reread);
}

export async function startIdentityProvider(config: Config): Promise<{ close(): Promise<void> }> {
  const issuers = issuersOf(config);
  const close = await listenOnLoopback(config.port, handlerOf(config, issuers));
  const unfollow = config.peopleFile === undefined ? undefined : followPeople(config.peopleFile, issuers);
  return {
    close: () => {
      unfollow?.();
      return close();
    },
  };
}
