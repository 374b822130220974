import { Alert } from '#components/ui/alert.tsx';
import { Link } from '#components/ui/link.tsx';
import type { DelegationView } from './view.ts';

/** What a request goes on from, and what goes on from it; each leads to `${base}/${id}`. */
export function Extensions({ delegation, base }: { delegation: DelegationView; base: string }) {
  const { extends: from, extendedBy } = delegation;
  if (from === undefined && extendedBy.length === 0) return null;
  return (
    <Alert title="More time">
      <ul className="grid gap-1">
        {from !== undefined && (
          <li>
            It asks to go on from{' '}
            <Link href={`${base}/${from}`} className="underline underline-offset-4">
              an earlier request
            </Link>
            , which stays as it is until this is decided.
          </li>
        )}
        {extendedBy.map(({ id, status }) => (
          <li key={id}>
            <Link href={`${base}/${id}`} className="underline underline-offset-4">
              More time was asked for
            </Link>
            : {status}.
          </li>
        ))}
      </ul>
    </Alert>
  );
}
