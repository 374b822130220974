import { Card } from '#components/ui/card.tsx';
import { Code } from '#components/ui/code.tsx';
import { KeyValues } from '#components/ui/key-values.tsx';
import { Link } from '#components/ui/link.tsx';
import { Time } from '#components/ui/time.tsx';
import { Actions, Intents, Marks, Risks, Rules } from './in-force-actions.tsx';
import { Assurance, Facts, Flows, Issuers, Limits, Roles } from './in-force-people.tsx';
import { type PolicyInForce, shortVersion } from './view.ts';

const contents = [
  ['rules', 'What is permitted and forbidden'],
  ['actions', 'Actions and their risk'],
  ['intents', 'Purposes'],
  ['risks', 'What a risk asks'],
  ['marks', 'Marks of customers'],
  ['flows', 'Who signs'],
  ['signatures', 'How it is signed'],
  ['reviews', 'Reviews'],
  ['roles', 'Groups and roles'],
  ['hours', 'Hours'],
  ['limits', 'Limits'],
  ['sign-in', 'Sign-in'],
  ['files', 'Word for word'],
] as const;

/** What every decision is made by now, in words first and word for word at the end. */
export function InForce({ policy }: { policy: PolicyInForce }) {
  const { words } = policy;
  return (
    <section aria-labelledby="in-force" className="grid min-w-0 grid-cols-[minmax(0,1fr)] gap-6">
      <h2 id="in-force" className="text-xl font-semibold text-ink">
        What is in force
      </h2>
      <Card title="This version">
        <KeyValues
          items={[
            { key: 'Version', value: <Code>{policy.version}</Code> },
            { key: 'Since', value: <Time value={policy.activatedAt} show="exact" /> },
            { key: 'Epoch', value: String(policy.epoch) },
            { key: 'Signed by', value: signedBy(policy) },
          ]}
        />
      </Card>
      <div className="grid grid-cols-[minmax(0,1fr)] gap-6 lg:grid-cols-[13rem_minmax(0,1fr)] lg:items-start">
        <Contents />
        <div className="grid min-w-0 grid-cols-[minmax(0,1fr)] gap-6">
          <Rules rules={words.rules} />
          <Actions actions={policy.actions} />
          <Intents intents={words.intents} />
          <Risks risks={words.risks} />
          <Marks marks={words.marks} />
          <Flows flows={policy.flows} />
          <Facts
            id="signatures"
            title="How it is signed"
            description="Where a passkey is asked for, and how old a sign-in may be without one."
            facts={words.signatures}
          />
          <Facts
            id="reviews"
            title="Reviews"
            description="What people look at afterwards."
            facts={words.reviews}
          />
          <Roles roles={words.roles} />
          <Facts id="hours" title="Hours" description="Emergencies know none." facts={words.calendar} />
          <Limits limits={words.limits} />
          <div id="sign-in" className="grid scroll-mt-6 gap-6">
            <Assurance levels={words.assurance} />
            <Issuers issuers={words.issuers} />
          </div>
          <Files policy={policy} />
        </div>
      </div>
    </section>
  );
}

function Contents() {
  return (
    <nav aria-label="Contents" className="lg:sticky lg:top-6">
      <ul className="flex flex-wrap gap-x-4 gap-y-1 text-sm lg:grid lg:border-l lg:border-line">
        {contents.map(([id, title]) => (
          <li key={id}>
            <a
              href={`#${id}`}
              className="inline-block py-1 text-muted underline-offset-4 hover:text-ink hover:underline lg:pl-4"
            >
              {title}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}

function Files({ policy }: { policy: PolicyInForce }) {
  return (
    <div id="files" className="scroll-mt-6">
      <Card
        headingLevel={3}
        title="Word for word"
        description={`The files of version ${shortVersion(policy.version)}. What is above is told from them; they decide.`}
      >
        <div className="grid gap-2">
          {policy.files.map(({ path, text }) => (
            <details key={path} className="rounded-control border border-line">
              <summary className="cursor-pointer px-3 py-2 font-mono text-sm text-ink [overflow-wrap:anywhere]">
                {path}
              </summary>
              <pre className="max-h-96 overflow-auto border-t border-line bg-sunken p-3 font-mono text-xs whitespace-pre-wrap text-ink [overflow-wrap:anywhere]">
                {text}
              </pre>
            </details>
          ))}
        </div>
      </Card>
    </div>
  );
}

function signedBy({ proposedBy, activatedBy, proposal }: PolicyInForce) {
  if (proposal === undefined) return 'The first start: it came with the installation.';
  return (
    <Link
      href={`/admin/policies/proposals/${proposal}`}
      className="text-accent-ink underline underline-offset-4"
    >
      {`${proposedBy} proposed it, ${activatedBy} activated it`}
    </Link>
  );
}
