import { readLive } from '#app/_views/read-live.ts';
import { readRoute } from '#app/_views/read-route.ts';

export function GET() {
  return readRoute('customer', readLive);
}
