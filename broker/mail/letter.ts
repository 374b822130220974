export interface Letter {
  readonly id: string;
  readonly to: string;
  readonly subject: string;
  readonly text: string;
}

export interface Mail {
  /** Answers `refused` where trying again would help nobody: there is no such mailbox. Throws when nobody took it. */
  send(letter: Letter): Promise<'sent' | 'refused'>;
  close(): void;
}

export const sameForAll = (from: string) => ({
  from,
  disableFileAccess: true,
  disableUrlAccess: true,
  headers: { 'Auto-Submitted': 'auto-generated' },
});

export const messageOf = ({ id, to, subject, text }: Letter) => ({
  to: { name: '', address: to },
  subject,
  text,
  messageId: `<${id}@countersign>`,
});
