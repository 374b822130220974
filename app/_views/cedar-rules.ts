import { obligationWords } from './obligation-words.ts';

export interface Rule {
  id: string;
  effect: 'permit' | 'forbid';
  reason: string;
  /** What it asks in return. */
  asks: string[];
}

const POLICY = /((?:@\w+\("(?:[^"\\]|\\.)*"\)\s*)+)(permit|forbid)\b/g;
const ANNOTATION = /@(\w+)\("((?:[^"\\]|\\.)*)"\)/g;

const words = (text: string | undefined): string[] =>
  (text ?? '')
    .split(',')
    .map((word) => word.trim())
    .filter((word) => word !== '');

const budgetOf = (text: string | undefined) =>
  Object.fromEntries(
    words(text).map((entry) => {
      const [what = '', most = ''] = entry.split('=');
      return [what, Number(most)];
    }),
  );

function ruleOf([, annotations = '', effect]: RegExpMatchArray): Rule {
  const said = new Map([...annotations.matchAll(ANNOTATION)].map(([, name = '', text = '']) => [name, text]));
  const longest = said.get('max_duration_s');
  return {
    id: said.get('id') ?? '',
    effect: effect === 'permit' ? 'permit' : 'forbid',
    reason: (said.get('reason') ?? '').replaceAll('\\"', '"'),
    asks: obligationWords({
      approvals: words(said.get('approvals')),
      consent: said.get('consent') === 'required',
      ...(longest !== undefined && { max_duration: Number(longest) }),
      ...(said.has('step_up') && { step_up: said.get('step_up') }),
      notify: words(said.get('notify')),
      budget: budgetOf(said.get('budget')),
      other: words(said.get('obligation')),
    }),
  };
}

/** What the policies of a version say of themselves: for reading only, nothing is decided by it. */
export function rulesIn(files: Readonly<Record<string, string>>): Rule[] {
  return Object.entries(files)
    .filter(([path]) => path.endsWith('.cedar'))
    .sort(([a], [b]) => a.localeCompare(b))
    .flatMap(([, text]) => [...text.replace(/^\s*\/\/.*$/gm, '').matchAll(POLICY)].map(ruleOf));
}
