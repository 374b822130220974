import { EntranceFrame } from '#components/shell/entrance-frame.tsx';
import { ButtonLink } from '#components/ui/button-link.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';

export default function NotFound() {
  return (
    <EntranceFrame>
      <EmptyState title="There is nothing here" actions={<ButtonLink href="/">To the doors</ButtonLink>}>
        The page does not exist, or it is not yours to see.
      </EmptyState>
    </EntranceFrame>
  );
}
