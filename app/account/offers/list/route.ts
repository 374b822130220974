import { readOffers } from '#app/_views/read-offers.ts';
import { readRoute } from '#app/_views/read-route.ts';

export function GET() {
  return readRoute('customer', readOffers);
}
