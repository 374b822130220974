import type { ServerResponse } from 'node:http';
import { html } from './html.ts';
import { notice, sendPage } from './page.ts';

/** Where the public `probe-…` clients are sent: it redeems nothing, it only shows what arrived. */
export function probeCallback(query: URLSearchParams, response: ServerResponse): void {
  const rows = ['code', 'state', 'iss', 'error', 'error_description'].flatMap((name) => {
    const value = query.get(name);
    return value === null ? [] : [html`<dt>${name}</dt><dd><code id="${name}">${value}</code></dd>`];
  });
  const text = query.has('code') ? 'The code is good for one minute, once.' : 'No code arrived.';
  sendPage(response, 200, notice('Sign-in probe', text, html`<dl>${rows}</dl>`));
}
