import { createTransport } from 'nodemailer';
import type SMTPPool from 'nodemailer/lib/smtp-pool';
import type { MailSettings } from '../config/mail.ts';
import { type Mail, messageOf, sameForAll } from './letter.ts';

const PATIENCE_MS = 10_000;
const LOOPBACK = ['localhost', '127.0.0.1', '[::1]'];

/** RFC 5321 §4.2.1: a permanent answer about this letter, and not about the sender or the line. */
const isFinal = (error: unknown): boolean =>
  error instanceof Error &&
  'responseCode' in error &&
  Number(error.responseCode) >= 500 &&
  'command' in error &&
  ['RCPT TO', 'DATA'].includes(String(error.command));

export function openMailServer({ url, from }: Pick<MailSettings, 'url' | 'from'>): Mail {
  const { protocol, hostname, port, username, password } = new URL(url);
  const secure = protocol === 'smtps:';
  const options: SMTPPool.Options = {
    pool: true,
    maxConnections: 2,
    host: hostname.replace(/^\[|\]$/g, ''),
    port: Number(port) || (secure ? 465 : 587),
    secure,
    // Names and links leave this machine encrypted or not at all.
    requireTLS: !secure && !LOOPBACK.includes(hostname),
    ...(username === ''
      ? {}
      : { auth: { user: decodeURIComponent(username), pass: decodeURIComponent(password) } }),
    connectionTimeout: PATIENCE_MS,
    greetingTimeout: PATIENCE_MS,
    socketTimeout: PATIENCE_MS,
  };
  const transport = createTransport(options, sameForAll(from));
  return {
    async send(letter) {
      try {
        await transport.sendMail(messageOf(letter));
        return 'sent';
      } catch (error) {
        if (isFinal(error)) return 'refused';
        throw error;
      }
    },
    close: () => transport.close(),
  };
}
