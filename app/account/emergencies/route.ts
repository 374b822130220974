import { readEmergencies } from '#app/_views/read-delegations.ts';
import { readRoute } from '#app/_views/read-route.ts';

export function GET() {
  return readRoute('customer', readEmergencies);
}
