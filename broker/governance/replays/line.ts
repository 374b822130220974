import { z } from 'zod';
import { answerShape, askedShape } from '../../policy/asked.ts';
import type { Past, Standing } from '../replay-draft.ts';

const shared = {
  id: z.string(),
  actor: z.string(),
  subject: z.string(),
  question: askedShape,
  answer: answerShape,
};
const past = z.object({
  ...shared,
  at: z.iso.datetime().transform((at) => new Date(at)),
  stage: z.string(),
  delegation: z.string().optional(),
});
const standing = z.object({
  ...shared,
  kind: z.enum(['pending', 'granted', 'session']),
  delegation: z.string(),
});

export type Line = { readonly past: Past } | { readonly standing: Standing };

/** A decision on record, or what stands, as the broker gives it and `--save` writes it. */
export function readLine(text: string): Line {
  const item: unknown = JSON.parse(text);
  if (typeof item === 'object' && item !== null && 'kind' in item) {
    const { question: asked, ...one } = standing.parse(item);
    return { standing: { ...one, asked } };
  }
  const { question: asked, ...one } = past.parse(item);
  return { past: { ...one, asked } };
}

export const lineOf = ({ asked, ...one }: Omit<Past, 'asked'> & { asked: unknown }): string =>
  JSON.stringify({ ...one, question: asked });

export const standingLine = ({ asked, ...one }: Standing): string =>
  JSON.stringify({ ...one, question: asked });

/** Why a line could not be read, for whoever wrote it. */
export function whyUnread(error: unknown): string | undefined {
  if (error instanceof z.ZodError) return `a line is no recorded decision: ${z.prettifyError(error)}`;
  return error instanceof SyntaxError ? `a line is no JSON: ${error.message}` : undefined;
}
