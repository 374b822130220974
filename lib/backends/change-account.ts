import 'server-only';
import { callBackend } from './call-backend.ts';
import type { For } from './delegated-token.ts';

export interface Change extends For {
  /** `account/<id>` */
  readonly account: string;
  readonly change: 'rotate-credential' | 'reset-password' | 'end-sign-in';
  readonly item?: string | undefined;
}

const segment = (text: string | undefined) => encodeURIComponent(text ?? '');

/** What each change is at the accounts API, and what the agent is told: never the secret itself. */
export async function changeAccount({
  sid,
  level,
  revealed,
  resource,
  account,
  change,
  item,
}: Change): Promise<string> {
  const base = `/accounts/${segment(account.split('/')[1])}`;
  const call = { sid, level, revealed, resource };
  switch (change) {
    case 'rotate-credential':
      await callBackend({ ...call, method: 'POST', path: `${base}/credentials/${segment(item)}/rotations` });
      return 'The old key has stopped. The new one waits for the customer on their own page; nobody else sees it.';
    case 'reset-password':
      await callBackend({ ...call, method: 'POST', path: `${base}/password-resets` });
      return 'The link went to the customer’s own mailbox.';
    case 'end-sign-in':
      await callBackend({ ...call, method: 'DELETE', path: `${base}/sessions/${segment(item)}` });
      return 'That sign-in is ended.';
  }
}
