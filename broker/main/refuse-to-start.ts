import { ConfigurationError } from '../config/configuration-error.ts';
import { BundleError } from '../policy/bundle.ts';
import { PolicyProblems } from '../policy/policy-problems.ts';

function sentenceOf(error: unknown): string | undefined {
  if (error instanceof ConfigurationError || error instanceof BundleError) return error.message;
  if (error instanceof PolicyProblems) return `The policy folder must not be activated:\n${error.message}`;
  if (!(error instanceof Error && 'code' in error)) return undefined;
  if (error.code === 'EADDRINUSE') return 'The port of the broker is taken. Set BROKER_PORT to a free one.';
  if (error.code === 'ENOENT' && 'path' in error) return `${String(error.path)} is not there.`;
  return undefined;
}

/** What whoever starts it can put right is said in a sentence; anything else is a bug, and thrown bare. */
export function refuseToStart(error: unknown): void {
  const sentence = sentenceOf(error);
  if (sentence === undefined) throw error;
  console.error(sentence);
  process.exitCode = 1;
}
