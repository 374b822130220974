import { DOMAIN_TITLES, type Domain } from './domains.ts';
import { type Html, html, NOTHING } from './html.ts';
import { MARK, page } from './page.ts';
import type { Person } from './people.ts';

const SHOWN_CUSTOMERS = 12;

export const FILL_IN = `document.addEventListener('click', (event) => {
  const person = event.target.closest('button[data-login]');
  if (!person) return;
  document.getElementById('login').value = person.dataset.login;
  document.getElementById('password').value = person.dataset.password;
  document.getElementById('submit').focus();
});`;

interface LoginPage {
  domain: Domain;
  action: string;
  clientName: string;
  people: readonly Person[];
  login: string;
  wrong: boolean;
}

function personButton({ login, password, name, note }: Person): Html {
  return html`<li><button type="button" class="person" data-login="${login}" data-password="${password}" aria-label="Fill in ${name}, ${note}: login ${login}, password ${password}">
<span class="name">${name}</span><span class="note">${note}</span><span class="keys"><code>${login}</code><code>${password}</code></span></button></li>
`;
}

export function loginPage({ domain, action, clientName, people, login, wrong }: LoginPage): string {
  const shown = domain === 'customer' ? people.slice(0, SHOWN_CUSTOMERS) : people;
  const rest = people.length - shown.length;
  const described = wrong ? html` aria-invalid="true" aria-describedby="wrong"` : NOTHING;
  return page({
    title: `Sign in, ${DOMAIN_TITLES[domain].toLowerCase()}`,
    domain,
    script: FILL_IN,
    body: html`<main class="pair">
<section class="card" aria-labelledby="heading">
${MARK}
<h1 id="heading">Sign in</h1>
<p class="quiet">${DOMAIN_TITLES[domain]}, to continue to ${clientName}</p>
${wrong ? html`<p class="wrong" id="wrong" role="alert">This login and password do not go together. Please try again.</p>` : NOTHING}
<form method="post" action="${action}">
<label for="login">Login</label>
<input id="login" name="login" value="${login}" autocomplete="username" autocapitalize="none" spellcheck="false" required${described}${login === '' ? html` autofocus` : NOTHING}>
<label for="password">Password</label>
<input id="password" name="password" type="password" autocomplete="current-password" required${described}${login === '' ? NOTHING : html` autofocus`}>
<button id="submit" class="primary" type="submit">Sign in</button>
</form>
</section>
<section class="card" aria-labelledby="people-heading">
<h2 id="people-heading">Demo people</h2>
<p class="quiet">Everybody here is invented. Choose one to fill in the form.</p>
<ul class="people">
${shown.map(personButton)}</ul>
${rest > 0 ? html`<p class="quiet">And ${rest} more customers, whose password is <code>demo-</code> and the login. All are listed in <code>demo.json</code> in the demo’s data folder.</p>` : NOTHING}
</section>
</main>`,
  });
}
