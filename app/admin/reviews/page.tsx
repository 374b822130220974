import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { seesReviews } from '#app/_views/read-alerts.ts';
import { readCampaigns } from '#app/_views/read-campaigns.ts';
import { readReviews } from '#app/_views/read-reviews.ts';
import { openCampaign } from '#app/admin/reviews/campaigns/actions.ts';
import { CampaignList } from '#components/campaigns/campaign-list.tsx';
import { ItemFilter } from '#components/campaigns/item-filter.tsx';
import { OpenForm } from '#components/campaigns/open-form.tsx';
import { ReviewList } from '#components/reviews/review-list.tsx';
import { PageHeader } from '#components/ui/page-header.tsx';
import { requirePrincipal } from '#lib/broker/require-principal.ts';

export const metadata: Metadata = { title: 'Reviews' };

export default async function ReviewsPage() {
  const principal = await requirePrincipal('admin');
  if (!seesReviews(principal)) notFound();
  const [first, campaigns] = await Promise.all([readReviews(principal), readCampaigns(principal)]);
  return (
    <>
      <PageHeader
        title="Reviews"
        description="What was done in an emergency, and what stands, looked at again by people."
      />
      <div className="grid gap-10">
        <section aria-labelledby="emergencies" className="grid gap-3">
          <h2 id="emergencies" className="text-base font-semibold text-ink">
            Emergencies
          </h2>
          <ReviewList url="/admin/reviews/list" first={first} />
        </section>
        <section aria-labelledby="standing" className="grid gap-3">
          <h2 id="standing" className="text-base font-semibold text-ink">
            What stands
          </h2>
          <ItemFilter path="/admin/reviews/history" query={{}} label="Ever reviewed: a name or an id" />
          <CampaignList campaigns={campaigns.items} />
          {principal.scopes.includes('review.manage') && <OpenForm open={openCampaign} />}
        </section>
      </div>
    </>
  );
}
