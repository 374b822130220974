import { ButtonLink } from '#components/ui/button-link.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';

/** What is not there and what is not this person's to see look the same. */
export function NothingHere({ home, back = 'Back to the start' }: { home: string; back?: string }) {
  return (
    <EmptyState
      title="There is nothing here"
      headingLevel={1}
      actions={<ButtonLink href={home}>{back}</ButtonLink>}
    >
      What you look for does not exist, or it is not yours to see.
    </EmptyState>
  );
}
