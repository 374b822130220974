import { z } from 'zod';

const jwk = z
  .record(z.string(), z.union([z.string(), z.array(z.string())]))
  .refine(({ kty }) => typeof kty === 'string');
const given = z.union([
  z.object({ keys: z.array(jwk).min(1).max(10) }).transform(({ keys }) => keys),
  jwk.transform((key) => [key]),
]);

const SECRET = ['d', 'p', 'q', 'dp', 'dq', 'qi', 'k'];

/** One JWK, or a set of them, as somebody pasted it. A private key goes no further than this. */
export const pastedKeys = z.string().transform((text, context) => {
  const fault = (message: string) => {
    context.addIssue({ code: 'custom', message });
    return z.NEVER;
  };
  try {
    const keys = given.parse(JSON.parse(text));
    return keys.some((key) => SECRET.some((member) => member in key))
      ? fault('This holds a private key. Take it for lost, make a new one, and paste its public half.')
      : keys;
  } catch {
    return fault('This is neither a JWK nor a set of them.');
  }
});
