import { policySetTextToParts, policyToJson } from '@cedar-policy/cedar-wasm/nodejs';
import type { ReadPolicy } from '../judge.ts';
import { isTooNested } from '../nesting.ts';
import { readAnnotations } from '../obligations.ts';
import { remembered } from '../remembered.ts';
import type { Problem } from '../validate-bundle.ts';
import { messages } from './messages.ts';

export interface ReadFile {
  readonly policies: readonly ReadPolicy[];
  readonly problems: readonly Problem[];
}

export const readPolicies = remembered(200, (file: string, text: string): ReadFile => {
  if (isTooNested(text)) return { policies: [], problems: [tooNested(file)] };
  const parts = policySetTextToParts(text);
  if (parts.type === 'failure') {
    return { policies: [], problems: messages(parts.errors).map((what) => ({ where: file, what })) };
  }
  const problems: Problem[] = parts.policy_templates.map(() => ({
    where: file,
    what: 'templates are not used here',
  }));
  const policies: ReadPolicy[] = [];
  for (const part of parts.policies) {
    const read = policyToJson(part);
    if (read.type === 'failure') {
      problems.push(...messages(read.errors).map((what) => ({ where: file, what })));
      continue;
    }
    const { annotations = {}, ...body } = read.json;
    const { effect } = body;
    const excerpt = part.trim().split('\n').slice(-1)[0]?.slice(0, 60) ?? '';
    const id = annotations.id?.trim() ?? '';
    const reason = annotations.reason?.trim() ?? '';
    if (id === '') problems.push({ where: file, what: `a policy has no @id: ${excerpt}` });
    if (reason === '') problems.push({ where: id === '' ? file : id, what: 'a policy has no @reason' });
    policies.push({
      id: id === '' ? `${file}#${policies.length + 1}` : id,
      file,
      text: part,
      body: JSON.stringify(body),
      effect,
      reason,
      annotations: readAnnotations(annotations),
    });
  }
  return { policies, problems };
});

export const tooNested = (where: string): Problem => ({
  where,
  what: 'nests more deeply, chains more, or says more than Cedar is given here',
});
