import 'server-only';
import { Problem } from '@countersign/client';
import { unstable_rethrow } from 'next/navigation';
import { NextResponse } from 'next/server';
import { findPrincipal, type Principal } from '#lib/broker/require-principal.ts';
import type { Door } from '#lib/doors.ts';
import { log } from '#lib/log.ts';

const unseen = { 'cache-control': 'no-store' };

/** What a page reads again while it is open: as the person of this door, never kept by any cache. */
export async function readRoute(
  door: Door,
  read: (principal: Principal) => Promise<unknown>,
): Promise<NextResponse> {
  const principal = await findPrincipal(door);
  if (principal === undefined) return refusal(401, 'You are signed out. Sign in again.');
  try {
    return NextResponse.json(await read(principal), { headers: unseen });
  } catch (error) {
    if (isSignInAgain(error)) return refusal(401, 'You are signed out. Sign in again.');
    if (error instanceof Problem) return refusal(error.status, error.message);
    log.error({ err: error, door }, 'a view could not be read');
    return refusal(503, 'The broker did not answer. Try again in a moment.');
  }
}

function refusal(status: number, message: string): NextResponse {
  return NextResponse.json({ message }, { status, headers: unseen });
}

/** The broker no longer takes the sign-in: a page would be led to the sign-in page, a script is told. */
function isSignInAgain(error: unknown): boolean {
  try {
    unstable_rethrow(error);
    return false;
  } catch {
    return true;
  }
}
