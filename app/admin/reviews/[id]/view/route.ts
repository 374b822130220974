import { readReview } from '#app/_views/read-reviews.ts';
import { readRoute } from '#app/_views/read-route.ts';

export async function GET(_request: Request, { params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  return readRoute('admin', (principal) => readReview(principal, id));
}
