import { readRoute } from '#app/_views/read-route.ts';
import { findSession } from '#app/_views/read-sessions.ts';

export async function GET(_: Request, { params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  return readRoute('support', (principal) => findSession(principal, id));
}
