import { ButtonLink } from '#components/ui/button-link.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';

export default function NotFound() {
  return (
    <EmptyState
      title="There is nothing here"
      actions={<ButtonLink href="/support">Back to the start</ButtonLink>}
    >
      What you look for does not exist, or it is not yours to see.
    </EmptyState>
  );
}
