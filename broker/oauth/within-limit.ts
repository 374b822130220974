import { OAuthError } from '../errors.ts';
import { quotaExceeded, type RateLimit } from '../http/rate-limit.ts';

/** The answer, whatever it becomes, says what is left for whom it was counted. */
export function counting(limit: RateLimit | undefined) {
  let headers: Record<string, string> = {};
  return {
    /** Once it is known who asks, and before anything is done for it. */
    require(clientId: string): void {
      const quota = limit?.(clientId);
      if (quota === undefined) return;
      ({ headers } = quota);
      if (quota.allowed) return;
      const extra = quotaExceeded(quota.policy);
      throw new OAuthError('temporarily_unavailable', 'too many requests', { status: 429, extra });
    },
    told(answer: Response): Response {
      for (const [name, value] of Object.entries(headers)) answer.headers.set(name, value);
      return answer;
    },
  };
}
