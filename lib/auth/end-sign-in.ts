import 'server-only';
import { doorClient } from '#lib/broker/door-client.ts';
import { database } from '#lib/database/client.ts';
import type { Door } from '#lib/doors.ts';
import { log } from '#lib/log.ts';
import { deleteSignIn } from './sign-ins.ts';

/** Ends the sign-in here, then its whole token family at the broker. Here it is over even if the broker is away. */
export async function endSignIn(door: Door, handle: string): Promise<void> {
  const ended = await database().transaction((transaction) => deleteSignIn(transaction, door, handle));
  if (ended === undefined) return;
  try {
    const client = await doorClient(door);
    await client.tokens.revoke({ token: ended.refreshToken, hint: 'refresh_token' });
  } catch (error) {
    log.warn(
      { door, subject: ended.subject, err: error },
      'the ended sign-in could not be revoked at the broker',
    );
  }
}
