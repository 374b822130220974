import { Alert } from '#components/ui/alert.tsx';
import type { Stopped } from './stopped.ts';

/** Stays until the page is left: it answers the most urgent press there is. */
export function StoppedNotice({ stopped }: { stopped: Stopped | undefined }) {
  return (
    stopped !== undefined && (
      <Alert tone="success" title={stopped.title}>
        {stopped.text}
      </Alert>
    )
  );
}
