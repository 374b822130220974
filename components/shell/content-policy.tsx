'use client';

import { CSPProvider } from '@base-ui/react/csp-provider';
import type { ReactNode } from 'react';

/** Lets the component library's own style elements through the content security policy. */
export function ContentPolicy({ nonce, children }: { nonce: string | undefined; children: ReactNode }) {
  return <CSPProvider nonce={nonce}>{children}</CSPProvider>;
}
