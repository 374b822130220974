import { scopeWords } from './scope-words.ts';
import type { MembersView, ProofView } from './view.ts';

export interface ChangeWords {
  text: string;
  /** Named exactly, in a fixed pitch. */
  exact: string[];
  /** Somebody or something gets in, or gets further. */
  widens: boolean;
}

const without = (some: readonly string[], others: readonly string[]) =>
  some.filter((one) => !others.includes(one));
const keyIds = ({ keys }: ProofView) => keys.map(({ id }) => id);

const certificateOf = ({ sanUri, subjectDn }: ProofView) => sanUri ?? subjectDn ?? '';

function proofWords(before: ProofView, after: ProofView, anew: boolean): ChangeWords[] {
  if (after.method === 'tls_client_auth') {
    const [was, is] = [certificateOf(before), certificateOf(after)];
    if (was === is && before.method === after.method && !anew) return [];
    const text =
      before.method === after.method && !anew
        ? 'It shows a certificate of another name, and none of the old name any more'
        : 'It proves itself by a certificate, and by nothing else any more';
    return [{ text, exact: [is], widens: true }];
  }
  const [was, is] = [anew ? [] : keyIds(before), keyIds(after)];
  const added = without(is, was).map((id) => ({
    text: 'It signs with a new key',
    exact: [id],
    widens: true,
  }));
  const gone = without(keyIds(before), is).map((id) => ({
    text: 'It does not sign with this key any more',
    exact: [id],
    widens: false,
  }));
  const instead =
    before.method === after.method
      ? []
      : [{ text: 'It shows no certificate any more', exact: [certificateOf(before)], widens: false }];
  return [...added, ...gone, ...instead];
}

/** What becomes wider comes first: that is what the second person is there for. */
export function changeWords(before: MembersView, after: MembersView): ChangeWords[] {
  const anew = !before.enabled;
  const had = anew ? [] : before.scopes;
  const words: ChangeWords[] = [
    ...(anew ? [{ text: 'It is let in again, and begins anew', exact: [], widens: true }] : []),
    ...without(after.scopes, had).map((scope) => ({
      text: `It may ${scopeWords(scope) ?? 'do more'}`,
      exact: [scope],
      widens: true,
    })),
    ...without(had, after.scopes).map((scope) => ({
      text: `It may not ${scopeWords(scope) ?? 'do this'} any more`,
      exact: [scope],
      widens: false,
    })),
    ...(before.owner.id === after.owner.id
      ? []
      : [
          {
            text: `${after.owner.name} answers for it, not ${before.owner.name} any more`,
            exact: [after.owner.id],
            widens: true,
          },
        ]),
    ...proofWords(before.proof, after.proof, anew),
  ];
  return words.sort((a, b) => Number(b.widens) - Number(a.widens));
}
