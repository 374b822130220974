interface Cookie {
  name: string;
  value: string;
  path: string;
}

/** As much of RFC 6265 as a sign-in at one host needs: paths, replacement and deletion. */
export class CookieJar {
  readonly #cookies = new Map<string, Cookie>();

  store(url: URL, response: Response): void {
    for (const line of response.headers.getSetCookie()) {
      const [pair = '', ...attributes] = line.split(';').map((part) => part.trim());
      const cut = pair.indexOf('=');
      const name = pair.slice(0, cut);
      const value = pair.slice(cut + 1);
      const attribute = (wanted: string): string | undefined =>
        attributes.find((one) => one.toLowerCase().startsWith(`${wanted}=`))?.slice(wanted.length + 1);
      const path = attribute('path') ?? (url.pathname.slice(0, url.pathname.lastIndexOf('/')) || '/');
      const expires = attribute('expires');
      const over =
        value === '' || attribute('max-age') === '0' || (expires && Date.parse(expires) <= Date.now());
      if (over) this.#cookies.delete(`${path} ${name}`);
      else this.#cookies.set(`${path} ${name}`, { name, value, path });
    }
  }

  header(url: URL): string {
    return [...this.#cookies.values()]
      .filter(({ path }) => `${url.pathname}/`.startsWith(path.endsWith('/') ? path : `${path}/`))
      .map(({ name, value }) => `${name}=${value}`)
      .join('; ');
  }
}
