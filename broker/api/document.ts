import { apiCalls } from './calls.ts';

const info = {
  title: 'Countersign broker',
  version: '1',
  description: 'Delegations: asked for, approved, consented to, used and stopped, every step on record.',
};

/** Made from the calls themselves, so that it cannot say anything else. */
export function openApiDocument(): Record<string, unknown> {
  const api = apiCalls();
  api.openAPIRegistry.registerComponent('securitySchemes', 'dpop', { type: 'http', scheme: 'dpop' });
  api.openAPIRegistry.registerComponent('securitySchemes', 'certificate_bound', { type: 'mutualTLS' });
  return { ...api.getOpenAPI31Document({ openapi: '3.1.0', info }) };
}
