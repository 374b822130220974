import type { Context, Services } from '../context.ts';
import type { Connection } from '../http/connection.ts';
import type { Principal } from '../identity/principal.ts';

/** What a route finds beside its request. */
export interface ApiEnv {
  Bindings: { connection: Connection };
  Variables: { services: Services; context: Context; principal: Principal; operation: string };
}
