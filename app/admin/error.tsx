'use client';

import { Failure } from '#components/shell/failure.tsx';

interface Props {
  error: Error & { digest?: string };
  reset: () => void;
}

export default function ErrorPage({ error, reset }: Props) {
  return <Failure error={error} retry={reset} />;
}
