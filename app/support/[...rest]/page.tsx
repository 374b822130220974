import { notFound } from 'next/navigation';
import { requirePrincipal } from '#lib/broker/require-principal.ts';

/** An address that is nothing is answered inside the door, so that a live session's banner stays. */
export default async function NothingHere() {
  await requirePrincipal('support');
  notFound();
}
