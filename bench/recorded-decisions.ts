import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { type Answer, type Asked, answer } from '#broker/policy/asked.ts';
import type { Engine } from '#broker/policy/engine.ts';
import type { DelegationQuestion } from '#broker/policy/question.ts';
import { sameQuestion } from '#broker/policy/same-question.ts';

const WISHES: readonly (readonly [purpose: string, actions: readonly string[]])[] = [
  ['check-setting', ['accounts:profile.read', 'accounts:settings.read']],
  ['invoice-question', ['accounts:profile.read', 'accounts:invoice.read']],
  ['cannot-sign-in', ['accounts:profile.read', 'accounts:session.list', 'accounts:password.reset']],
  ['check-setting', ['accounts:settings.read', 'accounts:settings.update']],
  ['leaked-credential', ['accounts:credential.list', 'accounts:credential.rotate']],
];

/** One of many agents asks for one of many customers, at another time each. */
function question(nth: number): DelegationQuestion {
  const [purposeCode, actions] = WISHES[nth % WISHES.length] ?? ['', []];
  const agent = `agt_${nth % 400}`;
  const customer = `cus_${(nth * 7919) % 30_011}`;
  const isIssued = nth % 3 === 0;
  const filedAt = new Date(Date.UTC(2026, 0, 1) + nth * 25_000);
  return {
    stage: isIssued ? 'issue' : 'request',
    principal: { kind: 'agent', id: agent, roles: ['agent'], person: `prs_${agent}` },
    actions,
    resource: {
      account: { identifier: `account/${customer}`, backend: 'accounts', owner: customer },
      subject: {
        id: customer,
        marks: nth % 50 === 0 ? ['legal_hold'] : nth % 20 === 0 ? ['vip'] : [],
        isStaff: false,
        ...(nth % 10 === 0 ? { person: `prs_${customer}` } : {}),
      },
    },
    context: {
      emergency: false,
      ticket: `TCK-${nth}`,
      purposeCode,
      durationSeconds: 300 + 60 * (nth % 7),
      now: new Date(filedAt.getTime() + 60_000),
      filedAt,
      senderConstrained: true,
      chainDepth: 1,
      approvals: isIssued
        ? [
            { person: `prs_lead_${nth % 9}`, groups: ['team-leads'], at: filedAt },
            { person: `prs_security_${nth % 5}`, groups: ['security'], at: new Date(filedAt.getTime() + 1) },
          ]
        : [],
      ...(isIssued ? { consent: { given: true, actions } } : {}),
    },
  };
}

/** As `countersign policy replay --save` writes them. Each has its own ticket, and is written as it would be answered. */
export async function writeDecisions(path: string, policy: Engine, many: number): Promise<void> {
  const file = createWriteStream(path);
  const keyOf = sameQuestion(policy.bundle);
  const answers = new Map<string, Answer>();
  for (let nth = 0; nth < many; nth += 1) {
    const one = question(nth);
    const asked: Asked = { about: 'delegation', questions: [one] };
    const key = keyOf(asked);
    const answered = answers.get(key) ?? answer(policy, asked);
    answers.set(key, answered);
    const line = {
      id: `pdc_${nth}`,
      at: one.context.now,
      stage: one.stage,
      actor: one.principal.id,
      subject: one.resource.subject.id,
      delegation: `dlg_${nth}`,
      question: asked,
      answer: answered,
    };
    if (!file.write(`${JSON.stringify(line)}\n`)) await once(file, 'drain');
  }
  file.end();
  await once(file, 'finish');
}
