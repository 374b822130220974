import { Siren } from 'lucide-react';
import { Badge } from '#components/ui/badge.tsx';

/** In every list and report, so that an emergency is never read as an ordinary access. */
export function EmergencyBadge() {
  return (
    <Badge tone="emergency">
      <Siren aria-hidden="true" className="size-3.5" />
      Emergency
    </Badge>
  );
}
