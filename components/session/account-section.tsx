import type { ReactNode } from 'react';
import type { FormAction } from '#components/form/form-state.ts';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { KeyValues } from '#components/ui/key-values.tsx';
import { AccountRows, type Item, text } from './account-rows.tsx';
import { MaskedField } from './masked-field.tsx';

/** The member of a backend's answer that names what it has masked. */
const MASKED = 'masked_fields';

function maskedIn(data: unknown): readonly unknown[] {
  return typeof data === 'object' && data !== null && MASKED in data && Array.isArray(data[MASKED])
    ? data[MASKED]
    : [];
}

const capital = (words: string): string => words.charAt(0).toUpperCase() + words.slice(1);

interface MaskedProps {
  field: string;
  value: string;
  hidden: readonly unknown[];
  masks: Masks;
}

function Masked({ field, value, hidden, masks }: MaskedProps) {
  const { called, sid, action, revealed, left, reveal } = masks;
  return (
    <MaskedField
      value={value}
      masked={hidden.includes(field)}
      onRecord={revealed.includes(field)}
      called={called[field] ?? field}
      input={{ sid, action, field }}
      left={left}
      reveal={reveal}
    />
  );
}

export function itemsOf(data: unknown): Item[] {
  return typeof data === 'object' && data !== null && 'items' in data && Array.isArray(data.items)
    ? data.items
    : [];
}

/** What policy hides of a section, and how to have it shown. */
export interface Masks {
  /** The backend's field → what people call it. */
  called: Readonly<Record<string, string>>;
  sid: string;
  action: string;
  /** Fields that this session has had shown. */
  revealed: readonly string[];
  left: number | undefined;
  reveal: FormAction;
}

interface Props {
  section: { id: string; label: string };
  data: unknown;
  masks: Masks;
  /** What can be done with one row, where something can. */
  actionFor?: (item: Item) => ReactNode;
}

/** One section of the customer's account, as the backend gave it to this session. */
export function AccountSection({ section, data, masks, actionFor }: Props) {
  const hidden = maskedIn(data);
  if (section.id === 'profile') {
    const profile = typeof data === 'object' && data !== null ? Object.entries(data) : [];
    return (
      <KeyValues
        items={profile
          .filter(([name]) => name !== MASKED)
          .map(([name, value]) => ({
            key: name,
            value: Object.hasOwn(masks.called, name) ? (
              <Masked field={name} value={text(value)} hidden={hidden} masks={masks} />
            ) : (
              text(value)
            ),
          }))}
      />
    );
  }
  const items = itemsOf(data);
  if (items.length === 0) return <EmptyState title="Nothing here">The account has none of these.</EmptyState>;
  return (
    <div className="grid gap-4">
      {Object.entries(masks.called).map(([field, called]) => (
        <p key={field} className="text-sm text-muted">
          <Masked field={field} value={capital(called)} hidden={hidden} masks={masks} />
        </p>
      ))}
      <AccountRows section={section} items={items} actionFor={actionFor} />
    </div>
  );
}
