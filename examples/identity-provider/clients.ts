import { z } from 'zod';

const url = z.url({ protocol: /^https?$/ });

const clientSchema = z
  .strictObject({
    client_id: z.string().min(1),
    client_name: z.string().min(1),
    client_secret: z.string().min(32, 'a client secret has at least 32 characters').optional(),
    token_endpoint_auth_method: z.enum(['client_secret_basic', 'client_secret_post', 'none']),
    redirect_uris: z.array(url).min(1),
    post_logout_redirect_uris: z.array(url),
  })
  .refine(
    (client) => (client.token_endpoint_auth_method === 'none') === (client.client_secret === undefined),
    'a client has a secret, or token_endpoint_auth_method "none", and not both',
  );

const clients = z.array(clientSchema).min(1);

export const clientsSchema = z.strictObject({ support: clients, admin: clients, customer: clients });

export type Client = z.infer<typeof clientSchema>;

/** A browser follows a redirect after a form only to origins that `form-action` names. */
export function originsOf(all: readonly Client[]): string[] {
  const addresses = all.flatMap((client) => [...client.redirect_uris, ...client.post_logout_redirect_uris]);
  return [...new Set(addresses.map((address) => new URL(address).origin))];
}
