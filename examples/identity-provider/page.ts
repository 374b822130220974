import { createHash } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import { Html, html, NOTHING } from './html.ts';
import { STYLE } from './style.ts';

export const hashOf = (text: string): string =>
  `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

/**
 * `form-action` holds for the redirects after a form too, so it names the clients' origins.
 * `script-src` names an origin rather than 'none' because the protocol library adds hashes of its own pages to it.
 */
export function setSecurityHeaders(response: ServerResponse, formTargets: readonly string[]): void {
  response.setHeader(
    'content-security-policy',
    [
      "default-src 'none'",
      `style-src ${hashOf(STYLE)}`,
      "script-src 'self'",
      `form-action ${["'self'", ...formTargets].join(' ')}`,
      "frame-ancestors 'none'",
      "base-uri 'none'",
    ].join('; '),
  );
  response.setHeader('x-content-type-options', 'nosniff');
  response.setHeader('referrer-policy', 'no-referrer');
  response.setHeader('cache-control', 'no-store');
}

export function allowScript(response: ServerResponse, script: string): void {
  const policy = String(response.getHeader('content-security-policy') ?? '');
  response.setHeader(
    'content-security-policy',
    policy.replace('script-src ', `script-src ${hashOf(script)} `),
  );
}

const SHIELD = html`<svg width="22" height="22" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="2" stroke-linejoin="round" aria-hidden="true"><path d="M4 17 9 5l6 9 2-4 3 7z"/></svg>`;

export const MARK = html`<p class="mark">${SHIELD} Northwind Cloud</p>`;

interface Page {
  title: string;
  body: Html;
  domain?: string;
  script?: string;
}

export function page({ title, body, domain, script }: Page): string {
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title} · Northwind Cloud</title>
<style>${new Html(STYLE)}</style>
</head>
<body data-domain="${domain ?? ''}">
${body}
${script === undefined ? NOTHING : html`<script>${new Html(script)}</script>`}
</body>
</html>
`.text;
}

export function notice(title: string, text: string, more: Html = NOTHING): string {
  return page({
    title,
    body: html`<main><section class="card">${MARK}<h1>${title}</h1><p class="quiet">${text}</p>${more}</section></main>`,
  });
}

export function sendPage(response: ServerResponse, status: number, content: string): void {
  response.writeHead(status, { 'content-type': 'text/html; charset=utf-8' }).end(content);
}
