import { readAttention } from '#app/_views/read-alerts.ts';
import { readRoute } from '#app/_views/read-route.ts';

export function GET() {
  return readRoute('admin', readAttention);
}
