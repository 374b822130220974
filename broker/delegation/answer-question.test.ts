import { afterAll, beforeAll, expect, it } from 'vitest';
import { type House, openHouse, READ, WRITE } from '#test/house.ts';
import { answerQuestion } from './answer-question.ts';
import type { Delegation } from './delegation.ts';
import { endDelegation } from './end-delegation.ts';
import { readDelegation } from './visible.ts';

let house: House;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house.close());

const refusal = (code: string) => expect.objectContaining({ name: 'Refusal', code });
const answers = (asked: Delegation, text: string, more: { question?: string; login?: string } = {}) =>
  answerQuestion(house.context, {
    principal: house.who('support', more.login ?? 'ana'),
    answer: { id: asked.id, text, ...(more.question === undefined ? {} : { question: more.question }) },
  });
const asApprover = (asked: Delegation) =>
  readDelegation(house.context, { principal: house.who('admin', 'tess'), id: asked.id });
const questioned = async (comment = 'Which setting?') => {
  const asked = await house.asks('ana', 'mira', WRITE);
  return house.reviews('tess', asked, 'ask', { comment });
};

it('an answer stands under its question, for approvers and in the log, and the clock keeps running', async () => {
  const asked = await questioned();
  house.clock.pass(60);
  await answers(asked, 'The time zone.');
  const read = await asApprover(asked);
  expect(read.reviews[0]).toMatchObject({
    comment: 'Which setting?',
    answer: { text: 'The time zone.', at: house.clock.at },
  });
  expect(read.clocks.decideBy).toEqual(asked.clocks.decideBy);
  expect((await house.entries(asked.id)).at(-1)).toMatchObject({
    type: 'approval.answered',
    actor: house.who('support', 'ana').id,
    target: read.reviews[0]?.id,
    hashes: { statement: read.reviews[0]?.signature.challenge },
  });
  expect((await house.reviews('tess', asked)).reviews).toHaveLength(2);
});

it('each question is answered once, and the oldest first', async () => {
  const asked = await questioned('Which setting?');
  await house.reviews('cleo', asked, 'ask', { comment: 'For how long?' });
  await answers(asked, 'The time zone.');
  await answers(asked, 'Ten minutes.');
  await expect(answers(asked, 'Or twenty.')).rejects.toThrow(refusal('nothing_asked'));
  expect((await asApprover(asked)).reviews.map(({ answer }) => answer?.text)).toEqual([
    'The time zone.',
    'Ten minutes.',
  ]);
});

it('two answers to one question at the same moment: one is kept', async () => {
  const asked = await questioned();
  const [question] = asked.reviews;
  const settled = await Promise.allSettled(
    ['One.', 'Other.'].map((text) => answers(asked, text, question ? { question: question.id } : {})),
  );
  expect(settled.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  expect(settled.find(({ status }) => status === 'rejected')).toMatchObject({
    reason: { code: 'nothing_asked' },
  });
  const types = (await house.entries(asked.id)).map(({ type }) => type);
  expect(types.filter((type) => type === 'approval.answered')).toHaveLength(1);
});

it('nothing is answered that nobody asked, or that is decided', async () => {
  await expect(answers(await house.asks('ana', 'mira', READ), 'Why not?')).rejects.toThrow(
    refusal('nothing_asked'),
  );
  const asked = await questioned();
  await endDelegation(house.context, { principal: house.who('support', 'ana'), id: asked.id });
  await expect(answers(asked, 'The time zone.')).rejects.toThrow(refusal('not_pending'));
  await expect(answers(await questioned(), 'The zone.', { question: 'rev_other' })).rejects.toThrow(
    refusal('not_found'),
  );
});

it('an answer is text that an approver can sign because of', async () => {
  const asked = await questioned();
  await expect(answers(asked, 'fine\u202eenif')).rejects.toThrow(refusal('text_not_signable'));
  await expect(answers(asked, '  ')).rejects.toThrow(refusal('text_length'));
});

it.each(['admin', 'customer'] as const)('nobody of the %s domain answers for an agent', async (domain) => {
  const asked = await questioned();
  const principal = house.who(domain, domain === 'admin' ? 'tess' : 'mira');
  const attempt = answerQuestion(house.context, { principal, answer: { id: asked.id, text: 'Yes.' } });
  await expect(attempt).rejects.toThrow(refusal('wrong_domain'));
});
