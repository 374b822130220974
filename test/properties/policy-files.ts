import type { Policy } from './model.ts';

/** The files of a policy, written so that they say what the model of it says. */
export function filesOf(files: Readonly<Record<string, string>>, policy: Policy): Record<string, string> {
  const [head = '', ...blocks] = (files['requests.cedar'] ?? '').split('@id(');
  const requests = blocks.map((block) =>
    block.startsWith('"read-with-consent"')
      ? block
          .replace('@consent', policy.readsNeedLead ? '@approvals("lead")\n@consent' : '@consent')
          .replace('"3600"', `"${policy.longestReadSeconds}"`)
      : block,
  );
  const noWrites = `
@id("no-writes")
@reason("Nothing is changed for anybody at the moment.")
forbid (principal, action in Action::"support.write", resource is Account);
`;
  const text = [head, ...requests].join('@id(') + (policy.writesAllowed ? '' : noWrites);
  return { ...files, 'requests.cedar': text };
}
