import { ConfigurationError } from './configuration-error.ts';

/** How people are told outside the console. */
export interface MailSettings {
  /** `smtps://user:password@host:465`, or `smtp://` with STARTTLS; `file:///folder` keeps mail there, for trying out. */
  readonly url: string;
  readonly from: string;
  /** The console's address; `{door}` in it stands for `support`, `admin` or `account`. */
  readonly consoleUrl: string;
}

export function mailSettings(
  url: string | undefined,
  from: string | undefined,
  consoleUrl: string | undefined,
): MailSettings | undefined {
  if (url === undefined && from === undefined) return undefined;
  if (url === undefined || from === undefined || consoleUrl === undefined)
    throw new ConfigurationError('BROKER_MAIL_URL, BROKER_MAIL_FROM and BROKER_CONSOLE_URL go together.');
  return { url, from, consoleUrl };
}
