import { unstable_rethrow } from 'next/navigation';
import { DoorCard } from '#components/shell/door-card.tsx';
import { EntranceFrame } from '#components/shell/entrance-frame.tsx';
import { findPrincipal } from '#lib/broker/require-principal.ts';
import { doors, doorText } from '#lib/doors.ts';
import { log } from '#lib/log.ts';

export default async function DoorsPage() {
  const entries = await Promise.all(
    doors.map(async (door) => {
      // A broker that is away must not close the page of doors.
      const principal = await findPrincipal(door).catch((error: unknown) => {
        unstable_rethrow(error);
        log.warn({ err: error, door }, 'cannot tell who is signed in');
        return undefined;
      });
      return { door, ...doorText[door], personName: principal?.name };
    }),
  );
  return (
    <EntranceFrame wide>
      <div className="grid gap-3 text-center">
        <h1 className="font-display text-3xl font-semibold tracking-tight text-balance text-ink sm:text-5xl">
          Two signatures, or nothing happens
        </h1>
        <p className="mx-auto max-w-2xl text-pretty text-muted sm:text-lg">
          Nobody acts as a customer on one signature. An agent asks, an approver signs, the customer consents;
          and any of them can stop it, at once.
        </p>
      </div>
      <ul className="grid gap-4 md:grid-cols-3">
        {entries.map(({ door, path, title, audience, personName }) => (
          <li key={door} className="grid">
            <DoorCard door={door} href={path} title={title} audience={audience} personName={personName} />
          </li>
        ))}
      </ul>
    </EntranceFrame>
  );
}
