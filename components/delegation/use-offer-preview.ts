import { useEffect, useState } from 'react';
import { type Draft, usePreview } from './use-preview.ts';
import type { OfferLookView } from './view.ts';

const LENGTH = 8;

/** As the broker reads it: case, spaces and the dash mean nothing. Undefined until it is all there. */
function completeCode(text: string): string | undefined {
  const plain = text.toUpperCase().replaceAll(/[\s-]/g, '');
  return plain.length === LENGTH ? plain : undefined;
}

/**
 * A preview that also says what the code in the form would do. A code that nobody knows is asked about once: each time
 * counts, and there are few.
 */
export function useOfferPreview(previewUrl: string, draft: Draft, text: string) {
  const [unknown, setUnknown] = useState<OfferLookView>();
  const code = draft.emergency ? undefined : completeCode(text);
  const isUnknown = code !== undefined && code === unknown?.code;
  const asked = usePreview(previewUrl, { ...draft, offer: isUnknown ? undefined : code });
  const told = asked.preview?.offer;
  useEffect(() => {
    if (told?.why === 'unknown') setUnknown(told);
  }, [told]);
  const known = told?.code === code ? told : undefined;
  return { ...asked, offer: isUnknown ? unknown : known };
}
