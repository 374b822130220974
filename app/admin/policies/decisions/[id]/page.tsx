import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { oversees } from '#app/_views/oversees.ts';
import { findDecision } from '#app/_views/read-decisions.ts';
import { DecisionDetail } from '#components/policy/decision-detail.tsx';
import { requirePrincipal } from '#lib/broker/require-principal.ts';

export const metadata: Metadata = { title: 'A past decision' };

export default async function DecisionPage({ params }: { params: Promise<{ id: string }> }) {
  const principal = await requirePrincipal('admin');
  if (!oversees(principal)) notFound();
  const { id } = await params;
  return <DecisionDetail decision={await findDecision(principal, id)} />;
}
