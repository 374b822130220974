const sentences: Readonly<Record<string, string>> = {
  refused: 'The broker did not admit this account at this door. Sign in with an account that belongs here.',
  unavailable: 'The broker cannot be reached at the moment. Please try again.',
  provider: 'The identity provider gave no proof of who you are. Please try again.',
  AccessDenied: 'The identity provider did not let you in.',
};

/** A sentence for the `error` that the sign-in flow came back with; never what the address bar says. */
export function signInProblem(code: string | undefined): string | undefined {
  if (code === undefined) return undefined;
  return sentences[code] ?? 'The sign-in was not completed. Please try again.';
}
