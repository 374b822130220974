import { readDelegation } from '#app/_views/read-delegations.ts';
import { readRoute } from '#app/_views/read-route.ts';

export async function GET(_request: Request, { params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  return readRoute('support', (principal) => readDelegation(principal, id));
}
