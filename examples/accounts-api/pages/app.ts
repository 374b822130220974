import { timingSafeEqual } from 'node:crypto';
import { type Context, Hono } from 'hono';
import type { Config } from '../config.ts';
import type { Store } from '../store/open-store.ts';
import { makeSecret, redeemResetLink } from '../store/own-accounts.ts';
import { ATTEMPT_COOKIE, cookieOf, SESSION_COOKIE, setCookie } from './cookies.ts';
import { identityProvider, newAttempt } from './identity-provider.ts';
import { credentialsPage, mailboxPage, overviewPage, resetPage, secretPage } from './me.ts';
import { notice, redirect, type SignedIn } from './page.ts';
import {
  ATTEMPT_SECONDS,
  closePageSession,
  openPageSession,
  readPageSession,
  rememberAttempt,
  SESSION_SECONDS,
  takeAttempt,
} from './sign-ins.ts';

type Visit = (c: Context, who: SignedIn) => Response | Promise<Response>;
type Submission = (c: Context, who: SignedIn, form: FormData) => Response | Promise<Response>;

/** The customers' own pages. They sign in here in person; no token of the broker opens anything here. */
export function pagesApp(store: Store, config: Pick<Config, 'pages' | 'signIn'>): Hono {
  const { url } = config.pages;
  const provider = identityProvider(config.signIn, `${url}/sign-in/callback`);

  async function signedIn(c: Context): Promise<SignedIn | undefined> {
    const handle = cookieOf(c.req.raw, SESSION_COOKIE);
    return handle === undefined ? undefined : readPageSession(store, handle);
  }

  const visit = (show: Visit) => async (c: Context) => {
    const who = await signedIn(c);
    if (who !== undefined) return show(c, who);
    const { pathname, search } = new URL(c.req.url);
    return redirect(`/sign-in?to=${encodeURIComponent(pathname + search)}`);
  };

  const submission = (take: Submission) => async (c: Context) => {
    const who = await signedIn(c);
    if (who === undefined) return redirect('/me');
    const form = await c.req.formData().catch(() => new FormData());
    if (!isOwnForm(form, who)) return notice('That did not come from here', 'Please try again.', 403, who);
    return take(c, who, form);
  };

  const newKey = (onlyIfAwaiting: boolean) =>
    submission(async (c, who) => {
      const key = { accountId: c.req.param('account') ?? '', credentialId: c.req.param('id') ?? '' };
      const made = await makeSecret(store, who.subject, key, { onlyIfAwaiting });
      return made === undefined
        ? notice('Nothing to show', 'A new key is shown once, and this one was shown already.', 409, who)
        : secretPage(who, made.name, made.secret);
    });

  const app = new Hono();
  app.get('/', () => redirect('/me'));
  app.get(
    '/me',
    visit((_, who) => overviewPage(store, who)),
  );
  app.get(
    '/me/credentials',
    visit((_, who) => credentialsPage(store, who)),
  );
  app.get(
    '/me/mailbox',
    visit((_, who) => mailboxPage(store, who)),
  );
  app.get(
    '/me/password-reset',
    visit((c, who) => resetPage(who, c.req.query('token') ?? '')),
  );
  app.post('/me/credentials/:account/:id/collect', newKey(true));
  app.post('/me/credentials/:account/:id/replace', newKey(false));
  app.post(
    '/me/password-reset',
    submission(async (_, who, form) =>
      (await redeemResetLink(store, who.subject, String(form.get('token') ?? '')))
        ? notice('Done', 'Every sign-in of the account has ended. You can set a new password now.', 200, who)
        : notice(
            'This link does not work',
            'It was used before, it is too old, or it is not yours.',
            409,
            who,
          ),
    ),
  );
  app.post(
    '/sign-out',
    submission(async (c) => {
      await closePageSession(store, cookieOf(c.req.raw, SESSION_COOKIE) ?? '');
      return redirect('/signed-out', [setCookie(url, SESSION_COOKIE, '', 0)]);
    }),
  );
  app.get('/signed-out', () => notice('Signed out', 'You have left these pages.', 200));

  app.get('/sign-in', async (c) => {
    const attempt = newAttempt();
    const address = await provider.address(attempt);
    const handle = await rememberAttempt(store, attempt, ownPath(c.req.query('to')));
    return redirect(address, [setCookie(url, ATTEMPT_COOKIE, handle, ATTEMPT_SECONDS)]);
  });
  app.get('/sign-in/callback', async (c) => {
    const handle = cookieOf(c.req.raw, ATTEMPT_COOKIE);
    const attempt = handle === undefined ? undefined : await takeAttempt(store, handle);
    if (attempt === undefined) {
      return notice('This sign-in is not known here', 'It is too old, or it began in another browser.', 400);
    }
    const who = await provider.redeem(new URL(c.req.url).searchParams, attempt);
    const session = await openPageSession(store, who);
    return redirect(attempt.returnTo, [
      setCookie(url, ATTEMPT_COOKIE, '', 0),
      setCookie(url, SESSION_COOKIE, session, SESSION_SECONDS),
    ]);
  });

  app.notFound(() => notice('No such page', 'There is nothing here.', 404));
  app.onError((error) => {
    console.error(error);
    return notice('This did not work', 'Please try again in a moment.', 502);
  });
  return app;
}

function isOwnForm(form: FormData, { formToken }: SignedIn): boolean {
  const [given, expected] = [String(form.get('form_token') ?? ''), formToken].map((text) =>
    Buffer.from(text),
  );
  return (
    given !== undefined &&
    expected !== undefined &&
    given.length === expected.length &&
    timingSafeEqual(given, expected)
  );
}

/** Back to a page of ours and nowhere else. */
function ownPath(to: string | undefined): string {
  return to !== undefined && /^\/me(\/[a-z-]+)?(\?token=[A-Za-z0-9_%-]+)?$/.test(to) ? to : '/me';
}
