import { SignatureMark } from '#components/brand/signature-mark.tsx';
import { Alert } from '#components/ui/alert.tsx';
import { Link } from '#components/ui/link.tsx';
import { SubmitButton } from '#components/ui/submit-button.tsx';
import { EntranceFrame } from './entrance-frame.tsx';

interface Props {
  door: 'support' | 'admin' | 'customer';
  title: string;
  audience: string;
  /** What went wrong with the attempt before this one. */
  problem?: string | undefined;
  next?: string | undefined;
  signIn: (form: FormData) => Promise<void>;
}

export function SignInPanel({ door, title, audience, problem, next, signIn }: Props) {
  return (
    <EntranceFrame>
      <section
        data-door={door}
        className="grid gap-6 rounded-card border border-t-4 border-line border-t-accent bg-surface p-6 shadow-raised sm:p-8"
      >
        <SignatureMark className="h-9 text-ink" />
        <div className="grid gap-1.5">
          <h1 className="font-display text-2xl font-semibold tracking-tight text-ink">{title}</h1>
          <p className="text-muted">{audience}.</p>
        </div>
        {problem === undefined ? null : (
          <Alert tone="danger" title="You are not signed in">
            {problem}
          </Alert>
        )}
        <form action={signIn} className="grid">
          {next === undefined ? null : <input type="hidden" name="next" value={next} />}
          <SubmitButton size="large">Sign in</SubmitButton>
        </form>
        <p className="text-sm text-muted">
          {door === 'customer'
            ? 'You sign in where you always do'
            : 'You sign in at your organisation’s identity provider'}
          ; this page never sees your password. Being signed in at one door opens no other.
        </p>
      </section>
      <p className="text-center text-sm">
        <Link href="/" className="text-muted underline underline-offset-4 hover:text-ink">
          Another door
        </Link>
      </p>
    </EntranceFrame>
  );
}
