import { expect, it } from 'vitest';
import {
  type Answerer,
  answeredByText,
  type ItemView,
  isAboutOneself,
  mayAnswer,
  mayReinstate,
  settledText,
} from './view.ts';

const item = (more: Partial<ItemView> = {}): ItemView => ({
  id: 'rvi_1',
  kind: 'passkey',
  title: 'A key',
  facts: { person: 'agt_ana' },
  status: 'open',
  ...more,
});
const owner = { id: 'agt_ana', name: 'Ana' };
const who = (id: string, ...stewards: Answerer['stewards']): Answerer => ({ id, mayAnswer: true, stewards });

it('an owner who can answer is asked, and nobody else', () => {
  const own = item({ owner: { id: 'adm_tess', name: 'Tess' } });
  expect(answeredByText(own)).toBe('Owner: Tess');
  expect(mayAnswer(who('adm_tess'), own)).toBe(true);
  expect(mayAnswer(who('adm_max', 'people.manage', 'review.manage'), own)).toBe(false);
});

it('what an agent owns names the agent, and falls to whoever manages people', () => {
  const falls = item({ owner, fallsTo: 'people.manage' });
  expect(answeredByText(falls)).toBe('Owner: Ana, who cannot answer; whoever manages people does');
  expect(mayAnswer(who('adm_max', 'people.manage'), falls)).toBe(true);
  expect(mayAnswer(who('adm_audra', 'review.manage'), falls)).toBe(false);
});

it('what nobody owns is not offered to whom it is about, nor once it is answered', () => {
  const about = item({ facts: { person: 'adm_max' }, fallsTo: 'review.manage' });
  expect(answeredByText(about)).toBe('Answered by whoever manages reviews');
  expect(mayAnswer(who('adm_max', 'review.manage'), about)).toBe(false);
  expect(isAboutOneself(who('adm_max', 'review.manage'), about)).toBe(true);
  expect(isAboutOneself(who('adm_audra', 'review.manage'), about)).toBe(false);
  expect(isAboutOneself(who('adm_max'), { ...about, status: 'lapsed' })).toBe(false);
  expect(mayAnswer(who('adm_audra', 'review.manage'), { ...about, status: 'lapsed' })).toBe(false);
});

it('a group that a review took away is given back by who manages people, and never by its own', () => {
  const lapsed = item({
    kind: 'membership',
    status: 'lapsed',
    settled: 'shut',
    lapsed: true,
    facts: { person: 'adm_tess' },
  });
  expect(mayReinstate(who('adm_max', 'people.manage'), lapsed)).toBe(true);
  expect(mayReinstate(who('adm_tess', 'people.manage'), lapsed)).toBe(false);
  expect(mayReinstate(who('adm_audra', 'review.manage'), lapsed)).toBe(false);
  expect(mayReinstate(who('adm_max', 'people.manage'), { ...lapsed, settled: 'marked' })).toBe(false);
  expect(mayReinstate(who('adm_max', 'people.manage'), { ...lapsed, lapsed: false })).toBe(false);
});

it('what came of a group is what holds now, and of anything else what was done', () => {
  const gone = item({
    kind: 'membership',
    status: 'answered',
    answer: 'remove',
    settled: 'shut',
    lapsed: true,
  });
  expect(settledText(gone)).toBe('counts no more');
  expect(settledText({ ...gone, lapsed: false })).toBe('counts again');
  expect(settledText({ ...gone, lapsed: undefined })).toBe('shut');
  expect(settledText({ ...gone, settled: 'marked' })).toBe('alert raised');
  expect(settledText(item())).toBeUndefined();
});
