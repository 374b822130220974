'use client';

import { useRouter } from 'next/navigation';
import { fields, useAction } from '#components/delegation/use-action.ts';
import type { FormAction } from '#components/form/form-state.ts';
import { Alert } from '#components/ui/alert.tsx';
import { Badge } from '#components/ui/badge.tsx';
import { Button } from '#components/ui/button.tsx';
import { Code } from '#components/ui/code.tsx';
import { Dialog, DialogClose } from '#components/ui/dialog.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { Cell, HeadCell, Row, Table } from '#components/ui/table.tsx';
import { Time } from '#components/ui/time.tsx';
import { LetIn } from './let-in.tsx';
import type { PasskeyView } from './view.ts';

interface Props {
  passkeys: PasskeyView[];
  remove: FormAction;
  /** Customers let in their own keys: the first by mail, a further one with an earlier one. */
  letIn?: { prepare: FormAction; sign: FormAction };
}

export function OwnPasskeys({ passkeys, remove, letIn }: Props) {
  if (passkeys.length === 0)
    return (
      <EmptyState title="You have no passkey yet">
        What you sign is then bound to a device of yours.
      </EmptyState>
    );
  return (
    <Table caption="Your passkeys">
      <thead>
        <tr>
          <HeadCell>Name</HeadCell>
          <HeadCell>State</HeadCell>
          <HeadCell>Fingerprint</HeadCell>
          <HeadCell>Added</HeadCell>
          <HeadCell>Last used</HeadCell>
          <HeadCell>
            <span className="sr-only">Remove</span>
          </HeadCell>
        </tr>
      </thead>
      <tbody>
        {passkeys.map((passkey) => (
          <Row key={passkey.id} data-passkey={passkey.id}>
            <Cell className="min-w-32 [overflow-wrap:anywhere]">{passkey.name}</Cell>
            <Cell>
              {passkey.state === 'active' ? (
                <span className="grid justify-items-start gap-1">
                  <Badge tone="success" dot>
                    in use
                  </Badge>
                  {passkey.isUnvouched && (
                    <span className="min-w-40 text-xs text-muted">
                      Not for sensitive consents, until your operator confirms it.
                    </span>
                  )}
                </span>
              ) : letIn && passkey.letInBy ? (
                <LetIn passkey={passkey} by={passkey.letInBy} {...letIn} />
              ) : (
                <span className="grid justify-items-start gap-1">
                  <Badge tone="warning" dot>
                    waits
                  </Badge>
                  <span className="min-w-40 text-xs text-muted">
                    Read its fingerprint to the one who lets it in.
                  </span>
                </span>
              )}
            </Cell>
            <Cell className="whitespace-nowrap">
              <Code>{passkey.fingerprint}</Code>
            </Cell>
            <Cell>
              <Time value={passkey.createdAt} />
            </Cell>
            <Cell className="text-muted">
              {passkey.lastUsedAt === undefined ? 'never' : <Time value={passkey.lastUsedAt} />}
            </Cell>
            <Cell>
              <RemoveButton passkey={passkey} remove={remove} />
            </Cell>
          </Row>
        ))}
      </tbody>
    </Table>
  );
}

function RemoveButton({ passkey, remove }: { passkey: PasskeyView; remove: FormAction }) {
  const router = useRouter();
  const { pending, refused, run } = useAction(remove, () => router.refresh());
  return (
    <Dialog
      trigger={
        <Button look="secondary" size="small">
          Remove
        </Button>
      }
      title={`Remove ${passkey.name}?`}
      description="It signs nothing any more. What it has signed stays valid, and can still be checked."
      actions={
        <>
          <DialogClose>
            <Button look="secondary">Back</Button>
          </DialogClose>
          <Button look="danger" pending={pending} onClick={() => run(fields({ id: passkey.id }))}>
            Remove it
          </Button>
        </>
      }
    >
      {refused !== undefined && <Alert tone="danger" title={refused.message} />}
    </Dialog>
  );
}
