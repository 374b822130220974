import { CookieJar } from '#examples/demo-world/cookie-jar.ts';

/** A person with a browser's cookies and nothing else of a browser. */
export interface Visitor {
  /** The page's HTML, and how long the whole of it took. */
  visit(path: string): Promise<{ ms: number }>;
  signOut(): Promise<void>;
}

export interface Visiting {
  console: string;
  door: 'support' | 'admin' | 'customer';
  login: string;
  password: string;
}

const MOST_STEPS = 15;

/** Signs in at a door as the form does, through the identity provider's login page and back. */
export async function signInAtDoor({ console: url, door, login, password }: Visiting): Promise<Visitor> {
  // One jar for all: cookies ignore ports, and here everything is on one host.
  const cookies = new CookieJar();
  const send = async (target: URL, form?: Record<string, string>): Promise<Response> => {
    const response = await fetch(target, {
      redirect: 'manual',
      headers: { cookie: cookies.header(target), accept: 'text/html' },
      ...(form === undefined ? {} : { method: 'POST', body: new URLSearchParams(form) }),
    });
    cookies.store(target, response);
    return response;
  };

  const auth = `${url}/api/auth/${door}`;
  const { csrfToken } = (await (await send(new URL(`${auth}/csrf`))).json()) as { csrfToken: string };
  let target = new URL(`${auth}/signin/${door}`);
  let form: Record<string, string> | undefined = { csrfToken, callbackUrl: `${url}/` };
  for (let step = 0; step < MOST_STEPS; step++) {
    const response = await send(target, form);
    const page = await response.text();
    const location = response.headers.get('location');
    form = undefined;
    if (location !== null) target = new URL(location, target);
    else if (page.includes('name="password"')) form = { login, password };
    else if (target.pathname === '/') return { visit, signOut };
    else break;
  }
  throw new Error(`${login} could not sign in at the ${door} door: ${target.href}`);

  async function signOut(): Promise<void> {
    const response = await send(new URL(`${auth}/signout`), { csrfToken });
    await response.body?.cancel();
  }

  async function visit(path: string): Promise<{ ms: number }> {
    const began = performance.now();
    const response = await send(new URL(path, url));
    await response.text();
    if (response.status !== 200) throw new Error(`${path} answered ${response.status}.`);
    return { ms: performance.now() - began };
  }
}
