import { readBlocks } from '#app/_views/read-blocks.ts';
import { readRoute } from '#app/_views/read-route.ts';

export function GET() {
  return readRoute('customer', readBlocks);
}
