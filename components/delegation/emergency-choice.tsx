import { Siren } from 'lucide-react';
import { Alert } from '#components/ui/alert.tsx';
import { Choice } from '#components/ui/choice.tsx';

interface Props {
  checked: boolean;
  onChange: (checked: boolean) => void;
}

/** For responders only. Says what it means before it is chosen, and again while it is. */
export function EmergencyChoice({ checked, onChange }: Props) {
  return (
    <div className="grid gap-3">
      <Choice
        type="checkbox"
        checked={checked}
        onChange={(event) => onChange(event.target.checked)}
        aria-describedby={checked ? 'emergency-means' : undefined}
        label={
          <span className="inline-flex items-center gap-2 text-emergency-ink">
            <Siren aria-hidden="true" className="size-4" />
            This is an emergency
          </span>
        }
        hint="The customer cannot be asked, and waiting would do harm."
        className="has-checked:border-emergency has-checked:bg-emergency-soft"
      />
      {checked && (
        <Alert tone="emergency" title="What an emergency does">
          <ul id="emergency-means" className="grid list-disc gap-1 pl-5">
            <li>Ten minutes, and only looking. It cannot be made longer, and nothing can be changed.</li>
            <li>You sign it now; one emergency approver signs besides. The customer is not asked.</li>
            <li>Security and the customer are told at once, with your name and your reason.</li>
            <li>
              Two people who took no part review it afterwards. Until they have, past their deadline, you can
              open no other emergency.
            </li>
          </ul>
        </Alert>
      )}
    </div>
  );
}
