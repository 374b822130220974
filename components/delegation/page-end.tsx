'use client';

import { Alert } from '#components/ui/alert.tsx';
import { Button } from '#components/ui/button.tsx';

interface Props {
  failed: string | undefined;
  more: (() => void) | undefined;
  loading: boolean;
}

/** What follows a list: more of it, or why it may be out of date. */
export function PageEnd({ failed, more, loading }: Props) {
  return (
    <>
      {failed !== undefined && (
        <Alert tone="warning" title="This list may be out of date">
          {failed}
        </Alert>
      )}
      {more !== undefined && (
        <div>
          <Button look="secondary" onClick={more} pending={loading}>
            Show older
          </Button>
        </div>
      )}
    </>
  );
}
