import { OpenAPIHono } from '@hono/zod-openapi';
import { listEntries } from './audit.ts';
import { getCatalog } from './catalog.ts';
import * as delegations from './delegations/routes.ts';
import { searchCustomers } from './directory.ts';
import type { ApiEnv } from './environment.ts';
import { streamEvents } from './events.ts';
import { getMe, listMyConsents, listMyDelegations, listMyHistory } from './me.ts';
import { disablePerson, enablePerson } from './people.ts';
import { buildStatement } from './statements.ts';

const routes = [
  getMe,
  listMyConsents,
  listMyDelegations,
  listMyHistory,
  getCatalog,
  searchCustomers,
  ...Object.values(delegations),
  buildStatement,
  listEntries,
  streamEvents,
  disablePerson,
  enablePerson,
];

export function openApiDocument(): Record<string, unknown> {
  const { openAPIRegistry: registry, getOpenAPI31Document } = new OpenAPIHono<ApiEnv>();
  for (const { middleware: _, ...route } of routes) registry.registerPath(route);
  registry.registerComponent('securitySchemes', 'dpop', { type: 'http', scheme: 'dpop' });
  registry.registerComponent('securitySchemes', 'certificate_bound', { type: 'mutualTLS' });
  return {
    ...getOpenAPI31Document({ openapi: '3.1.0', info: { title: 'Countersign broker', version: '1' } }),
  };
}
