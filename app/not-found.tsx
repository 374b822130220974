import { EntranceFrame } from '#components/shell/entrance-frame.tsx';
import { NothingHere } from '#components/shell/nothing-here.tsx';

export default function NotFound() {
  return (
    <EntranceFrame>
      <NothingHere home="/" back="To the doors" />
    </EntranceFrame>
  );
}
