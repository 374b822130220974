import { Badge, type Tone } from '#components/ui/badge.tsx';
import type { Risk } from './view.ts';

const tones: Record<Risk, Tone> = { read: 'neutral', write: 'warning', sensitive: 'danger', never: 'danger' };

const meaning: Record<Risk, string> = {
  read: 'looks, changes nothing',
  write: 'changes something',
  sensitive: 'changes how the customer gets in',
  never: 'nobody may ever do this for a customer',
};

export function RiskBadge({ risk }: { risk: Risk }) {
  return (
    <Badge tone={tones[risk]}>
      <span title={meaning[risk]}>{risk}</span>
    </Badge>
  );
}
