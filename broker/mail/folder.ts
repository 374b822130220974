import { randomBytes } from 'node:crypto';
import { chmod, mkdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createTransport, type Transporter } from 'nodemailer';
import type StreamTransport from 'nodemailer/lib/stream-transport';
import type { MailSettings } from '../config/mail.ts';
import { type Mail, messageOf, sameForAll } from './letter.ts';

/** Each letter is one file, for whoever runs the broker to read: for trying out, where there is no mail server. */
export function openMailFolder({ url, from }: Pick<MailSettings, 'url' | 'from'>): Mail {
  const folder = fileURLToPath(url);
  const options: StreamTransport.Options = { streamTransport: true, buffer: true, newline: 'unix' };
  const transport: Transporter = createTransport(options, sameForAll(from));
  return {
    async send(letter) {
      const { message }: StreamTransport.SentMessageInfo = await transport.sendMail(messageOf(letter));
      await mkdir(folder, { recursive: true, mode: 0o700 });
      await chmod(folder, 0o700);
      const name = `${new Date().toISOString().replaceAll(':', '')}-${randomBytes(3).toString('hex')}`;
      const draft = join(folder, `.${name}`);
      await writeFile(draft, message, { mode: 0o600, flag: 'wx' });
      // Whoever reads the folder meanwhile finds a whole letter or none.
      await rename(draft, join(folder, `${name}.eml`));
      return 'sent';
    },
    close: () => transport.close(),
  };
}
