import 'server-only';
import { Problem } from '@countersign/client';
import { notFound } from 'next/navigation';

interface Answered<T> {
  readonly data?: T;
  readonly error?: unknown;
  readonly response: Response;
}

/** What the broker answered, or its refusal thrown as a {@link Problem}. For server actions and queries. */
export async function answer<T>(call: Promise<Answered<T>>): Promise<T> {
  const { data, error, response } = await call;
  if (!response.ok) throw Problem.from(response, error);
  return data as T;
}

/** For pages about one thing: what the caller may not see does not exist, and the page says so. */
export async function found<T>(call: Promise<Answered<T>>): Promise<T> {
  try {
    return await answer(call);
  } catch (error) {
    if (error instanceof Problem && error.status === 404) notFound();
    throw error;
  }
}
