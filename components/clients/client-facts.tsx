import { Card } from '#components/ui/card.tsx';
import { Code } from '#components/ui/code.tsx';
import { KeyValues } from '#components/ui/key-values.tsx';
import { Time } from '#components/ui/time.tsx';
import { Owner } from './client-list.tsx';
import { scopeWords } from './scope-words.ts';
import { type ClientView, keptText, methodText } from './view.ts';

export function ClientFacts({ client }: { client: ClientView }) {
  return (
    <div className="grid min-w-0 gap-6">
      <Rights client={client} />
      <Card title="Who it is">
        <KeyValues
          stacked
          items={[
            { key: 'Client', value: <Code>{client.id}</Code> },
            { key: 'Answers for it', value: <Owner client={client} /> },
            { key: 'Proves itself', value: <Proof client={client} /> },
            ...(client.resource === undefined
              ? []
              : [{ key: 'Tokens for it name', value: <Code>{client.resource}</Code> }]),
            {
              key: 'Last used',
              value:
                client.lastUsedAt === undefined ? 'not yet' : <Time value={client.lastUsedAt} show="both" />,
            },
            { key: 'Kept', value: keptText[client.keptBy] },
          ]}
        />
      </Card>
    </div>
  );
}

function Proof({ client: { proof } }: { client: ClientView }) {
  const named = proof.sanUri ?? proof.subjectDn;
  return (
    <div className="grid gap-2">
      <span>{methodText[proof.method]}</span>
      {named !== undefined && (
        <span>
          <Code>{named}</Code>
        </span>
      )}
      {proof.keys.map(({ id, refusedFrom }) => (
        <span key={id} className="grid gap-0.5">
          <span>
            <Code>{id}</Code>
          </span>
          {refusedFrom !== undefined && (
            <span className="text-muted">
              refused from <Time value={refusedFrom} show="exact" />
            </span>
          )}
        </span>
      ))}
    </div>
  );
}

/** A door may do nothing by itself: it hands on what people have. */
function Rights({ client: { kind, scopes, enabled } }: { client: ClientView }) {
  const about = kind === 'door' ? 'At most this of what somebody has who is signed in at it.' : undefined;
  return (
    <Card title={enabled ? 'What it may do' : 'What it might do before'} description={about}>
      {scopes.length === 0 ? (
        <p className="text-sm text-muted">Nothing.</p>
      ) : (
        <ul className="grid gap-3 text-sm">
          {scopes.map((scope) => (
            <li key={scope} className="grid gap-0.5">
              <span>
                <Code>{scope}</Code>
              </span>
              {kind === 'service' && <span className="text-muted">{scopeWords(scope)}</span>}
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}
