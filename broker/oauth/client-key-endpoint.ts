import type { Context } from '../context.ts';
import type { OAuthError } from '../errors.ts';
import { answering, jsonAnswer } from './answer.ts';
import { replaceKey } from './clients/replace-key.ts';
import { readForm } from './form.ts';

/** A client brings its next key, signed with the one before. */
export function clientKeyEndpoint(
  context: Context,
  request: Request,
  refused: (error: OAuthError) => Promise<void>,
): Promise<Response> {
  return answering(
    context,
    async () => {
      const { client, keys } = await replaceKey(context, await readForm(request));
      return jsonAnswer({
        client_id: client.id,
        keys: keys.map(({ kid, refusedFrom }) => ({ kid, refused_from: refusedFrom.toISOString() })),
      });
    },
    refused,
  );
}
