import { type Api, type components, Problem } from '@countersign/client';
import { answer } from '#lib/broker/answer.ts';
import { type Keep, narrow } from './narrowing.ts';

export type Narrowed = components['schemas']['Narrowed'];

/** The narrowing that a form's remaining actions and time amount to, against what is asked at this moment. */
export async function readNarrowed(api: Api, id: string, keep: Keep): Promise<Narrowed | undefined> {
  const asked = await answer(api.GET('/v1/delegations/{id}', { params: { path: { id } } }));
  const left = narrow(asked.authorization_details, keep);
  if (left === undefined) return undefined;
  if (left.length === 0) {
    throw new Problem(400, { code: 'nothing_left', detail: 'Nothing would be left. Say no instead.' });
  }
  return { authorization_details: left };
}
