'use client';

import { PersonPicker } from './person-picker.tsx';
import type { CustomerView } from './view.ts';

interface Props {
  searchUrl: string;
  value: CustomerView | null;
  onChange: (customer: CustomerView | null) => void;
  error?: string | undefined;
}

export function CustomerPicker(props: Props) {
  return (
    <PersonPicker
      {...props}
      label="Customer"
      noun="customer"
      placeholder="Name or e-mail, at least three characters"
      hint="Every search is recorded. You see masked addresses only."
      lineOf={({ email, accounts }) => [email, ...accounts.map((account) => account.label)].join(' · ')}
    />
  );
}
