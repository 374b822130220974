import type { Metadata } from 'next';
import { readOfferable, readOffers } from '#app/_views/read-offers.ts';
import { makeOffer, withdrawOffer } from '#app/account/actions.ts';
import { OfferForm } from '#components/delegation/offer-form.tsx';
import { OfferList } from '#components/delegation/offer-list.tsx';
import { PageHeader } from '#components/ui/page-header.tsx';
import { requirePrincipal } from '#lib/broker/require-principal.ts';

export const metadata: Metadata = { title: 'Offers' };

export default async function OffersPage() {
  const principal = await requirePrincipal('customer');
  const [offerable, drawn] = await Promise.all([readOfferable(principal), readOffers(principal)]);
  return (
    <>
      <PageHeader
        title="Offers"
        description="Say yes before you are asked: to one look, once, for whoever you tell the code."
      />
      <div className="grid gap-8">
        <OfferForm accounts={offerable} make={makeOffer} />
        <OfferList url="/account/offers/list" drawn={drawn} withdraw={withdrawOffer} />
      </div>
    </>
  );
}
