import type { Store } from '../store/open-store.ts';
import { accountsOf, mailsOf } from '../store/own-accounts.ts';
import { readCredentials } from '../store/read-account.ts';
import { type Html, html, NOTHING } from './html.ts';
import { formToken, page, type SignedIn } from './page.ts';

const when = (instant: Date | string): Html => {
  const text = new Date(instant).toISOString();
  return html`<time datetime="${text}">${text.slice(0, 16).replace('T', ' ')} UTC</time>`;
};

export async function overviewPage(store: Store, who: SignedIn): Promise<Response> {
  const accounts = await accountsOf(store, who.subject);
  const rows = accounts.map(
    ({ id, label }) =>
      html`<li><span class="what"><strong>${label}</strong><span class="quiet">Account <code>${id}</code></span></span></li>`,
  );
  return page({
    title: `Hello, ${who.name}`,
    who,
    at: '/me',
    body: html`<section class="card"><h2>Your accounts</h2><ul class="rows">${rows}</ul></section>
<section class="card"><p>You are signed in here yourself, directly. Nobody at our support can see these pages.</p></section>`,
  });
}

export async function credentialsPage(store: Store, who: SignedIn): Promise<Response> {
  const sections: Html[] = [];
  for (const { id, label } of await accountsOf(store, who.subject)) {
    const rows = (await readCredentials(store, id)).map((key) => {
      const isAwaiting = key.status === 'awaiting_pickup';
      const [path, text] = isAwaiting ? ['collect', 'Show the new key once'] : ['replace', 'Replace it'];
      const since = key.rotated_at === null ? NOTHING : html`, replaced ${when(key.rotated_at)}`;
      return html`<li><span class="what"><strong>${key.name}</strong>
<span class="quiet"><code>${key.masked}</code>${since}</span></span>
<form method="post" action="/me/credentials/${id}/${key.id}/${path}">${formToken(who)}
<button${isAwaiting ? html` class="primary"` : NOTHING} aria-label="${text}: ${key.name}">${text}</button></form></li>`;
    });
    sections.push(html`<section class="card"><h2>${label}</h2><ul class="rows">${rows}</ul></section>`);
  }
  return page({ title: 'API keys', who, at: '/me/credentials', body: sections });
}

export function secretPage(who: SignedIn, name: string, secret: string): Response {
  return page({
    title: 'Your new key',
    who,
    body: html`<section class="card"><h2>${name}</h2>
<p>Copy it now: it is shown this once, and we keep no copy of it.</p>
<output class="secret" aria-label="The new key">${secret}</output>
<p><a class="button" href="/me/credentials">I have copied it</a></p></section>`,
  });
}

export async function mailboxPage(store: Store, who: SignedIn): Promise<Response> {
  const mails = await mailsOf(store, who.subject);
  const rows = mails.map(
    ({ title, body, link, account, sentAt }) => html`<li><article class="what"><h2>${title}</h2>
<p class="quiet">${account}, ${when(sentAt)}</p><p>${body}</p>
${link === null ? NOTHING : html`<p><a href="${link}">Open the link</a></p>`}</article></li>`,
  );
  const body =
    mails.length === 0
      ? html`<section class="card"><p>Nothing has come yet.</p></section>`
      : html`<section class="card"><ul class="rows">${rows}</ul></section>`;
  return page({ title: 'Mailbox', who, at: '/me/mailbox', body });
}

export function resetPage(who: SignedIn, token: string): Response {
  return page({
    title: 'Reset your password',
    who,
    body: html`<section class="card"><p>This ends every sign-in of the account on other devices. The link works once.</p>
<form method="post" action="/me/password-reset">${formToken(who)}
<input type="hidden" name="token" value="${token}"><button class="primary">Use the link</button></form></section>`,
  });
}
