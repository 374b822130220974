import { SMTPServer } from 'smtp-server';
import { freePort } from './free-port.ts';

export interface ReceivedMail {
  to: string[];
  id: string;
  subject: string;
  text: string;
}

export interface MailServer {
  url: string;
  received: ReceivedMail[];
  /** There is no mailbox of this name. */
  unknown: Set<string>;
  /** Answers everything with "try again later". */
  isDown: boolean;
  close(): Promise<void>;
}

const headerOf = (mail: string, name: string): string =>
  new RegExp(`^${name}: (.*)$`, 'im').exec(mail.replace(/\n[ \t]+/g, ' '))?.[1]?.trim() ?? '';

/** RFC 2045 §6.7. */
function textOf(mail: string): string {
  const text = mail.slice(mail.indexOf('\n\n') + 2);
  if (!/^Content-Transfer-Encoding: quoted-printable$/im.test(mail)) return text;
  const bytes = text
    .replaceAll('=\n', '')
    .replace(/=([0-9A-F]{2})/g, (_, hex) => String.fromCharCode(Number(`0x${hex}`)));
  return Buffer.from(bytes, 'latin1').toString('utf8');
}

/** A mail server on loopback that keeps what it is given, and knows no encryption. */
export async function openMailServer(address = '127.0.0.1'): Promise<MailServer> {
  const port = await freePort();
  const received: ReceivedMail[] = [];
  const unknown = new Set<string>();
  const refusing = (responseCode: number, message: string) =>
    Object.assign(new Error(message), { responseCode });
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS', 'AUTH'],
    onMailFrom: (_address, _session, done) => done(mail.isDown ? refusing(451, 'Later.') : null),
    onRcptTo: ({ address }, _session, done) =>
      done(unknown.has(address) ? refusing(550, 'No such mailbox.') : null),
    onData(stream, { envelope }, done) {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        const whole = Buffer.concat(chunks).toString('utf8').replaceAll('\r\n', '\n');
        received.push({
          to: envelope.rcptTo.map(({ address }) => address),
          id: headerOf(whole, 'Message-ID'),
          subject: headerOf(whole, 'Subject'),
          text: textOf(whole),
        });
        done();
      });
    },
  });
  await new Promise<void>((resolve) => server.listen(port, address, resolve));
  const mail: MailServer = {
    url: `smtp://${address}:${port}`,
    received,
    unknown,
    isDown: false,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
  return mail;
}
