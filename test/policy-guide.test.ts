import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { policy } from '#bin/policy.ts';
import { policyReplay } from '#bin/policy-replay.ts';
import { answer } from '#broker/policy/asked.ts';
import { loadBundle } from '#broker/policy/bundle.ts';
import { prepare } from '#broker/policy/engine.ts';
import { requestShape } from '#broker/policy/question-shape.ts';

/** In the order of the page: a file to write, a piece of one that is there, or commands with what they end with; a command without a mark needs a broker. */
const guide = readFileSync('docs/policy-guide.md', 'utf8');
const blocks = [...guide.matchAll(/(?:<!-- (.+?) -->\n\n)?```(\w+)\n([\s\S]*?)\n```/g)].map(
  ([, mark = '', language = '', text = '']) => ({ mark, language, text }),
);

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'guide-'));
  for (const name of ['policies', 'draft']) cpSync('policies', join(folder, name), { recursive: true });
  const engine = prepare(loadBundle('policies', { domains: {} }));
  const { request } = JSON.parse(readFileSync('policies/tests/base.json', 'utf8'));
  const questions = [requestShape.parse({ ...request, actions: ['accounts:invoice.read'] })];
  const [question] = questions;
  if (!question) throw new Error('No question.');
  const asSenior = { ...question, principal: { ...question.principal, roles: ['senior'] } };
  const asked = { about: 'delegation' as const, questions: [asSenior] };
  const line = {
    id: 'pdc_1',
    at: question.context.now,
    stage: 'request',
    actor: question.principal.id,
    subject: question.resource.subject.id,
    question: asked,
    answer: answer(engine, asked),
  };
  writeFileSync(join(folder, 'decisions.ndjson'), `${JSON.stringify(line)}\n`);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function within(word: string): string {
  return /^(draft|policies|decisions\.ndjson)$/.test(word) ? join(folder, word) : word;
}

async function run(command: string): Promise<{ code: number; said: string }> {
  const lines: string[] = [];
  const print = (line: string) => void lines.push(line);
  const [program, name, verb = '', ...args] = command.split(' ').map(within);
  expect([program, name]).toEqual(['countersign', 'policy']);
  const code =
    verb === 'replay'
      ? await policyReplay(args, print, () => undefined)
      : await policy([verb, ...args], print);
  return { code, said: lines.join('\n') };
}

it('every file and command of the guide does what the page says, in its order', async () => {
  const ran: string[] = [];
  for (const { mark, text } of blocks) {
    if (mark.startsWith('in ')) {
      expect(readFileSync(mark.slice(3), 'utf8')).toContain(text);
    } else if (mark.startsWith('draft/')) {
      const path = join(folder, mark);
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, `${text}\n`);
    } else if (mark.startsWith('exit ')) {
      const { code, said } = await run(text);
      expect(code, `${text}\n${said}`).toBe(Number(mark.slice(5)));
      ran.push(text.split(' ')[2] ?? '');
      if (text.includes(' test ')) expect(said).not.toContain('a-senior-reads');
      if (text.includes(' replay ')) expect(said).toContain('seniors-read-invoices');
    }
  }
  expect(ran).toEqual(['check', 'test', 'guard', 'diff', 'replay']);
});

it('nothing on the page is left untried but the one command that needs a broker', () => {
  const untried = blocks.filter(({ mark }) => mark === '').map(({ text }) => text);
  // bin/policy-replay.test.ts runs it against a broker.
  expect(untried).toEqual(['countersign policy replay --dir draft --since 30d']);
});
