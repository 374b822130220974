import { z } from 'zod';

export type Files = Readonly<Record<string, string>>;

/** A file that is not there, or that says something newer than this page knows, has no words: it stands word for word below. */
export function readFrom<T>(files: Files, path: string, shape: z.ZodType<T>): T | undefined {
  try {
    return shape.parse(JSON.parse(files[path] ?? ''));
  } catch {
    return undefined;
  }
}

export const byName = <T extends z.ZodType>(value: T) => z.record(z.string(), value);
export const texts = z.array(z.string());
