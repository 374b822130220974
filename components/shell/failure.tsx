'use client';

import { useEffect } from 'react';
import { Alert } from '#components/ui/alert.tsx';
import { Button } from '#components/ui/button.tsx';
import { PageHeader } from '#components/ui/page-header.tsx';

interface Props {
  error: Error & { digest?: string };
  retry: () => void;
}

/** Something was thrown while drawing. The reference finds it in the log; the text of the error stays there. */
export function Failure({ error, retry }: Props) {
  useEffect(() => console.error(error), [error]);
  return (
    <>
      <PageHeader title="This page could not be shown" />
      <Alert
        tone="danger"
        title="The broker may be away for a moment"
        actions={
          <Button look="secondary" size="small" onClick={retry}>
            Try again
          </Button>
        }
      >
        <p>Nothing was changed by looking.</p>
        {error.digest === undefined ? null : <p className="mt-1 text-muted">Reference {error.digest}</p>}
      </Alert>
    </>
  );
}
