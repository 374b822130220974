import 'server-only';
import { createHash } from 'node:crypto';

/** What the database knows of the random handle in a person's cookie. */
export function hashHandle(handle: string): string {
  return createHash('sha256').update(handle).digest('base64url');
}
