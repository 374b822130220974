import { Alert } from '#components/ui/alert.tsx';
import { Link } from '#components/ui/link.tsx';
import type { Signer } from './signer.ts';

/** An approver whose sign-in is older than an hour may look, and signs again after signing in again. */
export function SignInAgain({ signer, next }: { signer: Signer; next: string }) {
  if (!signer.mustSignInAgain) return null;
  const href = `/admin/sign-in?next=${encodeURIComponent(next)}`;
  return (
    <Alert tone="warning" title="Your sign-in is too old to sign with">
      Whoever approves has signed in within the last hour.{' '}
      <Link href={href} className="font-medium underline underline-offset-4">
        Sign in again
      </Link>
    </Alert>
  );
}
