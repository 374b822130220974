'use client';

import { EntranceFrame } from '#components/shell/entrance-frame.tsx';
import { Failure } from '#components/shell/failure.tsx';

interface Props {
  error: Error & { digest?: string };
  reset: () => void;
}

export default function ErrorPage({ error, reset }: Props) {
  return (
    <EntranceFrame>
      <Failure error={error} retry={reset} />
    </EntranceFrame>
  );
}
