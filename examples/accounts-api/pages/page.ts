import { createHash } from 'node:crypto';
import { Html, html, NOTHING } from './html.ts';
import { STYLE } from './style.ts';

const styleHash = createHash('sha256').update(STYLE).digest('base64');

/** No script at all; forms go to this program only. */
const HEADERS = {
  'Content-Type': 'text/html; charset=utf-8',
  'Content-Security-Policy': [
    "default-src 'none'",
    `style-src 'sha256-${styleHash}'`,
    "form-action 'self'",
    "frame-ancestors 'none'",
    "base-uri 'none'",
  ].join('; '),
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cache-Control': 'no-store',
} as const;

export interface SignedIn {
  readonly subject: string;
  readonly name: string;
  readonly formToken: string;
}

const LINKS = [
  ['/me', 'Overview'],
  ['/me/credentials', 'API keys'],
  ['/me/mailbox', 'Mailbox'],
] as const;

interface Page {
  readonly title: string;
  readonly body: Html | readonly Html[];
  readonly who?: SignedIn | undefined;
  readonly at?: (typeof LINKS)[number][0];
  readonly status?: 200 | 400 | 403 | 404 | 409 | 502;
}

export function page({ title, body, who, at, status = 200 }: Page): Response {
  const links = LINKS.map(
    ([path, text]) =>
      html`<a href="${path}"${path === at ? new Html(' aria-current="page"') : NOTHING}>${text}</a>`,
  );
  const signedIn =
    who === undefined
      ? NOTHING
      : html`<nav aria-label="Your account">${links}</nav>
<form method="post" action="/sign-out">${formToken(who)}<button>Sign out</button></form>`;
  const text = html`<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title} · Northwind Cloud</title><style>${new Html(STYLE)}</style></head>
<body><a class="skip" href="#content">Skip to the content</a>
<header><div class="bar"><p class="mark">Northwind Cloud</p>${signedIn}</div></header>
<main id="content"><h1>${title}</h1>
${body}</main></body></html>
`;
  return new Response(text.text, { status, headers: HEADERS });
}

/** A page of another site cannot know it, so it cannot make this browser submit our forms. */
export function formToken({ formToken }: SignedIn): Html {
  return html`<input type="hidden" name="form_token" value="${formToken}">`;
}

export function notice(
  title: string,
  text: string,
  status: NonNullable<Page['status']>,
  who?: SignedIn,
): Response {
  return page({
    title,
    status,
    who,
    body: html`<section class="card"><p>${text}</p><p><a href="/me">To the overview</a></p></section>`,
  });
}

export function redirect(to: string, cookies: readonly string[] = []): Response {
  const headers = new Headers({
    Location: to,
    'Cache-Control': 'no-store',
    'Referrer-Policy': 'no-referrer',
  });
  for (const cookie of cookies) headers.append('Set-Cookie', cookie);
  return new Response(null, { status: 303, headers });
}
