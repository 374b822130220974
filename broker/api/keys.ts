import { createRoute, z } from '@hono/zod-openapi';
import type { Context } from '../context.ts';
import { rotateRefreshKey } from '../oauth/keys/rotate-refresh-key.ts';
import { rotateSigningKey } from '../oauth/keys/rotate-signing-key.ts';
import { sealUnderMasterKey } from '../oauth/keys/seal-under-master-key.ts';
import { requireLog } from './admit.ts';
import type { Api } from './environment.ts';
import { idempotent } from './idempotent.ts';
import { body, json, operation, refusals } from './route.ts';

const ask = z
  .strictObject({
    key: z.enum(['signing', 'refresh', 'master']).openapi({
      description:
        '`signing`: the next key signs, the old one stays published. `refresh`: successors of refresh tokens are derived with a new key. `master`: everything is sealed anew under the first configured master key.',
    }),
  })
  .openapi('KeyRotation');

const rotated = z
  .object({
    key: z.enum(['signing', 'refresh', 'master']),
    active: z.string().optional().openapi({ description: 'Names the key that is used from now on.' }),
    sealed: z.int().optional().openapi({ description: 'How many keys were sealed anew.' }),
  })
  .openapi('RotatedKey');

export const rotateKeys = createRoute({
  method: 'post',
  path: '/v1/keys/rotations',
  tags: ['keys'],
  summary: 'Rotate one of the broker’s own keys',
  ...operation('rotateKeys', { service: ['keys.rotate'] }, idempotent('required'), requireLog),
  request: { body: body(ask) },
  responses: {
    201: json(rotated, 'Rotated; no token that is out loses its worth.'),
    ...refusals(409, 422, 503),
  },
});

async function rotate(context: Context, key: z.output<typeof ask>['key'], by: string) {
  switch (key) {
    case 'signing':
      return rotateSigningKey(context, by);
    case 'refresh':
      return rotateRefreshKey(context, by);
    case 'master':
      return sealUnderMasterKey(context, by);
  }
}

export function keyCalls(api: Api): void {
  api.openapi(rotateKeys, async (c) => {
    const { key } = c.req.valid('json');
    const done = await rotate(c.get('context'), key, c.get('principal').id);
    return c.json({ key, ...done }, 201);
  });
}
