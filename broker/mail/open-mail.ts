import type { MailSettings } from '../config/mail.ts';
import { openMailFolder } from './folder.ts';
import type { Mail } from './letter.ts';
import { openMailServer } from './smtp.ts';

export function openMail(settings: Pick<MailSettings, 'url' | 'from'>): Mail {
  return new URL(settings.url).protocol === 'file:' ? openMailFolder(settings) : openMailServer(settings);
}
