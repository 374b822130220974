import type { FormEvent, ReactNode } from 'react';
import { Alert } from '#components/ui/alert.tsx';
import { Button } from '#components/ui/button.tsx';
import { Card } from '#components/ui/card.tsx';

interface Props {
  title: string;
  description: string;
  onSubmit: (event: FormEvent<HTMLFormElement>) => void;
  /** What is said of the whole, above the fields. */
  refusal: ReactNode;
  /** The button that sends it. */
  submit: string;
  danger?: boolean;
  pending: boolean;
  className?: string;
  children: ReactNode;
}

/** A form that stands on its page by itself: what it is for, why it was refused, its fields, one button. */
export function FormCard(props: Props) {
  const { title, description, onSubmit, refusal, submit, danger = false, pending, children } = props;
  const { className = 'grid gap-6' } = props;
  return (
    <Card title={title} description={description}>
      <form onSubmit={onSubmit} className={className}>
        {refusal !== undefined && <Alert tone="danger" title={refusal} />}
        {children}
        <div>
          <Button type="submit" look={danger ? 'danger' : 'primary'} pending={pending}>
            {submit}
          </Button>
        </div>
      </form>
    </Card>
  );
}
