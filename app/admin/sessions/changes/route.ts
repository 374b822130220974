import { readChanges } from '#app/_views/read-changes.ts';
import { readRoute } from '#app/_views/read-route.ts';

export function GET() {
  return readRoute('admin', readChanges);
}
