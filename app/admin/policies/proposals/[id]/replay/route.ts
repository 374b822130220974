import { readNewestReplay } from '#app/_views/read-replays.ts';
import { readRoute } from '#app/_views/read-route.ts';

export async function GET(_request: Request, { params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  return readRoute('admin', async (principal) => ({ newest: await readNewestReplay(principal, id) }));
}
