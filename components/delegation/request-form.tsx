'use client';

import { useRouter } from 'next/navigation';
import { startTransition, useActionState, useEffect, useRef, useState } from 'react';
import { type FormAction, fieldError, idle } from '#components/form/form-state.ts';
import { Alert } from '#components/ui/alert.tsx';
import { Button } from '#components/ui/button.tsx';
import { Choice } from '#components/ui/choice.tsx';
import { ActionChoice } from './action-choice.tsx';
import { Choices } from './choices.tsx';
import { CustomerPicker } from './customer-picker.tsx';
import { DeclarationDialog, useDeclaring } from './declaration.tsx';
import { DurationChoice } from './duration-choice.tsx';
import { EmergencyChoice } from './emergency-choice.tsx';
import { PreviewPanel } from './preview-panel.tsx';
import { TextEntry } from './text-entry.tsx';
import { useOfferPreview } from './use-offer-preview.ts';
import { missingFrom } from './use-preview.ts';
import type { ActionView, CatalogView, CustomerView } from './view.ts';

const longestJustification = 1000;
const EMERGENCY_S = 600;

interface Props {
  catalog: CatalogView;
  action: FormAction;
  /** For responders only. */
  emergency: { prepare: FormAction; declare: FormAction } | undefined;
  searchUrl: string;
  previewUrl: string;
  /** One key per rendered form: filing twice by a double click files once. */
  idempotencyKey: string;
}

export function RequestForm({
  catalog,
  action,
  emergency: responder,
  searchUrl,
  previewUrl,
  idempotencyKey,
}: Props) {
  const router = useRouter();
  const [state, dispatch, pending] = useActionState(action, idle);
  const [customer, setCustomer] = useState<CustomerView | null>(null);
  const [identifier, setIdentifier] = useState('');
  const [intentId, setIntentId] = useState('');
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const [durationS, setDurationS] = useState(900);
  const [ref, setRef] = useState('');
  const [justification, setJustification] = useState('');
  const [offer, setOffer] = useState('');
  const [key, setKey] = useState(idempotencyKey);
  const [emergency, setEmergency] = useState(false);
  const form = useRef<HTMLFormElement>(null);
  const refusal = useRef<HTMLDivElement>(null);

  const intent = catalog.intents.find((one) => one.id === intentId);
  const known = new Map(catalog.backends.flatMap((one) => one.actions).map((one) => [one.id, one]));
  const offered = (intent?.actions ?? []).flatMap((id): ActionView[] => {
    const one = known.get(id);
    return one && (!emergency || one.risk === 'read') ? [one] : [];
  });
  const actions = offered.map((one) => one.id).filter((id) => chosen.has(id));
  const account = customer?.accounts.find((one) => one.identifier === identifier);
  const draft = {
    subject: customer?.id ?? '',
    identifier,
    location: account?.resource ?? '',
    intent: intentId,
    actions,
    durationS,
    ref,
    justification,
    emergency,
  };
  const missing = missingFrom(draft);
  const { preview, offer: look, busy, failed } = useOfferPreview(previewUrl, draft, offer);
  const policyS = preview?.allowed ? preview.maxDurationS : (intent?.maxDurationS ?? 3600);
  const longestS = emergency ? Math.min(EMERGENCY_S, policyS) : policyS;
  const declaring = useDeclaring(responder ?? { prepare: action, declare: action }, form, (id) =>
    router.push(`/support/requests/${id}`),
  );

  useEffect(() => {
    if (state.status === 'ok' && state.id) router.push(`/support/requests/${state.id}`);
    if (state.status !== 'error') return;
    refusal.current?.focus();
    // An answer that did arrive is what the broker keeps under this key; the next try is another request.
    if (state.code !== 'unavailable') setKey(crypto.randomUUID());
  }, [state, router]);

  const choose = (next: CustomerView | null) => {
    setCustomer(next);
    setIdentifier(next?.accounts.length === 1 ? (next.accounts[0]?.identifier ?? '') : '');
  };
  const aim = (id: string) => {
    const next = catalog.intents.find((one) => one.id === id);
    setIntentId(id);
    setChosen(new Set(next?.actions));
    if (next) setDurationS((now) => Math.min(now, next.maxDurationS));
  };
  const remarks = new Map(
    (preview?.actions ?? []).flatMap(({ action: id, allowed, reason }) =>
      allowed || !reason || preview?.reasons.includes(reason) ? [] : [[id, reason] as const],
    ),
  );
  const filing = pending || declaring.busy || state.status === 'ok';
  const refusedBy = emergency ? declaring.refused : state.status === 'error' ? state : undefined;
  const errors = emergency ? (declaring.refused ?? idle) : state;

  return (
    <form
      ref={form}
      action={dispatch}
      onSubmit={(event) => {
        event.preventDefault();
        const input = new FormData(event.currentTarget);
        if (emergency) declaring.ask(input);
        else startTransition(() => dispatch(input));
      }}
      className="grid gap-8 lg:grid-cols-[minmax(0,1fr)_20rem]"
    >
      <input type="hidden" name="idempotency_key" value={key} />
      <input type="hidden" name="subject" value={draft.subject} />
      <input type="hidden" name="location" value={draft.location} />

      <div className="grid min-w-0 gap-7">
        <div ref={refusal} tabIndex={-1} className="outline-none empty:hidden">
          {refusedBy !== undefined && <Alert tone="danger" title={refusedBy.message} />}
        </div>
        {responder !== undefined && <EmergencyChoice checked={emergency} onChange={setEmergency} />}
        <CustomerPicker
          searchUrl={searchUrl}
          value={customer}
          onChange={choose}
          error={fieldError(errors, 'subject')}
        />
        {customer && (
          <Choices
            legend="Account"
            columns
            error={fieldError(errors, 'identifier')}
            empty={
              customer.accounts.length === 0 ? 'This customer has no account that can be named.' : undefined
            }
          >
            {customer.accounts.map((one) => (
              <Choice
                key={one.identifier}
                type="radio"
                name="identifier"
                value={one.identifier}
                checked={identifier === one.identifier}
                onChange={() => setIdentifier(one.identifier)}
                label={one.label}
                hint={<span className="font-mono text-xs [overflow-wrap:anywhere]">{one.identifier}</span>}
              />
            ))}
          </Choices>
        )}
        <Choices legend="What is it about?" columns error={fieldError(errors, 'intent')}>
          {catalog.intents.map((one) => (
            <Choice
              key={one.id}
              type="radio"
              name="intent"
              value={one.id}
              checked={intentId === one.id}
              onChange={() => aim(one.id)}
              label={one.title}
              hint={one.description}
            />
          ))}
        </Choices>
        {intent && (
          <ActionChoice
            legend="Actions"
            hint="Take out whatever you do not need. Less is approved faster."
            actions={offered}
            chosen={chosen}
            onChange={setChosen}
            remarks={remarks}
            error={fieldError(errors, 'actions')}
          />
        )}
        <DurationChoice longestS={longestS} value={Math.min(durationS, longestS)} onChange={setDurationS} />
        <TextEntry
          label="Ticket"
          name="ref"
          value={ref}
          onChange={setRef}
          maxLength={64}
          placeholder="TCK-1042"
          error={fieldError(errors, 'ref')}
        />
        <TextEntry
          label="Justification"
          name="justification"
          value={justification}
          onChange={setJustification}
          maxLength={longestJustification}
          rows={4}
          hint="Approvers and the customer read this. No passwords, no personal details."
          error={fieldError(errors, 'justification')}
        />
        <TextEntry
          label="Code of an offer"
          name="offer"
          value={offer}
          onChange={setOffer}
          maxLength={16}
          placeholder="ABCD-EFGH"
          optional
          hint="If the customer has told you one, it stands in for their consent. It can be used once."
          error={fieldError(state, 'offer')}
        />
      </div>

      <div className="lg:sticky lg:top-8 lg:row-span-2 lg:self-start">
        <PreviewPanel missing={missing} preview={preview} offer={look} busy={busy} failed={failed} />
      </div>

      <div className="flex flex-wrap items-center gap-3">
        <Button type="submit" size="large" look={emergency ? 'danger' : 'primary'} pending={filing}>
          {emergency ? 'Declare the emergency' : 'File the request'}
        </Button>
        <p className="text-sm text-muted">
          {emergency
            ? 'You read what you sign before it is filed.'
            : 'Nothing is opened until everyone named has signed.'}
        </p>
      </div>
      <DeclarationDialog declaring={declaring} customer={customer?.name} />
    </form>
  );
}
