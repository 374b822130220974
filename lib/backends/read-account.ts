import 'server-only';
import { callBackend } from './call-backend.ts';
import type { For } from './delegated-token.ts';

/** One section of an account, as the backend gives it to this session. */
export function readAccount(
  of: For & { readonly account: string; readonly section: string },
): Promise<unknown> {
  const { sid, level, revealed, resource, account, section } = of;
  const id = encodeURIComponent(account.split('/')[1] ?? '');
  return callBackend({ sid, level, revealed, resource, path: `/accounts/${id}/${section}` });
}
