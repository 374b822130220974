'use client';

import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { TextEntry } from '#components/delegation/text-entry.tsx';
import { fields, useAction } from '#components/delegation/use-action.ts';
import { type FormAction, fieldError, idle } from '#components/form/form-state.ts';
import { Alert } from '#components/ui/alert.tsx';
import { Badge } from '#components/ui/badge.tsx';
import { Button } from '#components/ui/button.tsx';
import { Code } from '#components/ui/code.tsx';
import { Dialog, DialogClose } from '#components/ui/dialog.tsx';
import { Cell, HeadCell, Row, Table } from '#components/ui/table.tsx';
import { Time } from '#components/ui/time.tsx';
import { shortVersion, type VersionRow } from './view.ts';

/** Every version that was ever stored; any of them can be proposed again. */
export function VersionList({ versions, propose }: { versions: VersionRow[]; propose?: FormAction }) {
  return (
    <Table caption="Versions" captionVisible>
      <thead>
        <tr>
          <HeadCell>Version</HeadCell>
          <HeadCell>Stored</HeadCell>
          <HeadCell>State</HeadCell>
          <HeadCell>
            <span className="sr-only">Go back</span>
          </HeadCell>
        </tr>
      </thead>
      <tbody>
        {versions.map((one) => (
          <Row key={one.version}>
            <Cell className="min-w-32">
              <Code>{shortVersion(one.version)}</Code>
            </Cell>
            <Cell className="min-w-32">
              <Time value={one.storedAt} />
            </Cell>
            <Cell>
              {one.isActive ? (
                <Badge tone="success" dot>
                  in force
                </Badge>
              ) : (
                <span className="text-muted">not in force</span>
              )}
            </Cell>
            <Cell>
              {!one.isActive && propose && <ProposeAgain version={one.version} propose={propose} />}
            </Cell>
          </Row>
        ))}
      </tbody>
    </Table>
  );
}

/** Going back is a proposal like any other, with a second person behind it. */
function ProposeAgain({ version, propose }: { version: string; propose: FormAction }) {
  const router = useRouter();
  const [reason, setReason] = useState('');
  const { pending, refused, run } = useAction(propose, (state) =>
    router.push(`/admin/policies/proposals/${state.id}`),
  );
  return (
    <Dialog
      trigger={
        <Button look="secondary" size="small">
          Propose again
        </Button>
      }
      title={`Go back to ${shortVersion(version)}?`}
      description="It is proposed as it was; another policy owner activates it."
      actions={
        <>
          <DialogClose>
            <Button look="secondary">Back</Button>
          </DialogClose>
          <Button pending={pending} onClick={() => run(fields({ version, reason }))}>
            Propose it
          </Button>
        </>
      }
    >
      {refused !== undefined && <Alert tone="danger" title={refused.message} />}
      <TextEntry
        label="Why"
        name="reason"
        value={reason}
        onChange={setReason}
        maxLength={1000}
        rows={3}
        error={fieldError(refused ?? idle, 'reason')}
      />
    </Dialog>
  );
}
