import type { Context } from '../context.ts';
import type { OAuthError } from '../errors.ts';
import type { RateLimit } from '../http/rate-limit.ts';
import { answering, jsonAnswer } from './answer.ts';
import { replaceKey } from './clients/replace-key.ts';
import { readForm } from './form.ts';
import { counting } from './within-limit.ts';

/** A client brings its next key, signed with the one before. */
export function clientKeyEndpoint(
  context: Context,
  request: Request,
  { limit, refused }: { limit?: RateLimit; refused: (error: OAuthError) => Promise<void> },
): Promise<Response> {
  const quota = counting(limit);
  const answer = answering(
    context,
    async () => {
      const form = await readForm(request);
      const { client, keys } = await replaceKey(context, form, (id) => quota.require(id));
      return jsonAnswer({
        client_id: client.id,
        keys: keys.map(({ kid, refusedFrom }) => ({ kid, refused_from: refusedFrom.toISOString() })),
      });
    },
    refused,
  );
  return answer.then((response) => quota.told(response));
}
