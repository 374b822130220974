import { parseArgs } from 'node:util';
import { asOperator, operatorOptions } from './operator.ts';

export const enrolUsage = `countersign enrol --person ID [options]
  a one-time code, good for 15 minutes, with which this account (adm_, agt_ or cus_) may add a passkey
countersign enrol confirm --passkey ID --fingerprint TEXT [options]
  lets a passkey in where nobody else can; its owner reads the fingerprint to you
  options as of keys: [--broker URL] [--ca FILE] [--client ID --cert FILE --key FILE] [--json]`;

const scope = 'passkeys.enrol';

interface Code {
  readonly code: string;
  readonly expires_at: string;
}

interface LetIn {
  readonly id: string;
  readonly owner: { readonly name: string };
}

/** 0: done, 1: refused or not reached, 2: the command was not understood. */
export async function enrol(args: readonly string[], print: (line: string) => void): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      ...operatorOptions,
      person: { type: 'string' },
      passkey: { type: 'string' },
      fingerprint: { type: 'string' },
    },
  });
  const { person, passkey, fingerprint, ...options } = values;
  const [verb, ...rest] = positionals;
  if (verb === undefined && person !== undefined)
    return asOperator<Code>(
      options,
      { scope, path: '/v1/enrolment-codes', body: { person } },
      {
        print,
        done: ({ code, expires_at }) =>
          `${code}\nGood once, until ${expires_at}. Hand it over in person or by telephone, not through the console.`,
        failed: 'No code was made',
      },
    );
  if (verb === 'confirm' && rest.length === 0 && passkey !== undefined && fingerprint !== undefined)
    return asOperator<LetIn>(
      options,
      {
        scope,
        path: `/v1/passkeys/${encodeURIComponent(passkey)}/operator-confirmation`,
        body: { fingerprint },
      },
      {
        print,
        done: ({ id, owner }) => `${id} is let in; ${owner.name} signs with it from now on.`,
        failed: 'The passkey was not let in',
      },
    );
  print(enrolUsage);
  return 2;
}
