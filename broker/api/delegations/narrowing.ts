import type { z } from '@hono/zod-openapi';
import type { delegationRequest } from './schema.ts';

type RequestDetails = z.output<typeof delegationRequest>['authorization_details'];

/** What a signer has left out, and the start that an approver has set. */
export const narrowing = (
  narrowed:
    | { authorization_details?: RequestDetails | undefined; not_before?: string | undefined }
    | undefined,
) => ({
  ...(narrowed?.authorization_details ? { narrowed: narrowed.authorization_details } : {}),
  ...(narrowed?.not_before === undefined ? {} : { notBefore: new Date(narrowed.not_before) }),
});
