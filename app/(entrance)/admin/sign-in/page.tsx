import type { Metadata } from 'next';
import { SignInPanel } from '#components/shell/sign-in-panel.tsx';
import { signInProblem } from '#lib/auth/sign-in-problem.ts';
import { doorText, pathWithin } from '#lib/doors.ts';
import { signIn } from './actions.ts';

const { title, audience } = doorText.admin;

export const metadata: Metadata = { title: `Sign in · ${title}` };

interface Props {
  searchParams: Promise<{ next?: string | string[]; error?: string | string[] }>;
}

export default async function SignInPage({ searchParams }: Props) {
  const { next, error } = await searchParams;
  return (
    <SignInPanel
      door="admin"
      title={title}
      audience={audience}
      problem={signInProblem([error].flat()[0])}
      next={typeof next === 'string' ? pathWithin('admin', next) : undefined}
      signIn={signIn}
    />
  );
}
