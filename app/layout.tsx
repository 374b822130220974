import type { Metadata, Viewport } from 'next';
import { headers } from 'next/headers';
import type { ReactNode } from 'react';
import { ContentPolicy } from '#components/shell/content-policy.tsx';
import { themeScript } from '#components/ui/theme.ts';
import { ToastProvider } from '#components/ui/toast.tsx';
import './globals.css';

export const metadata: Metadata = {
  title: { default: 'Countersign', template: '%s · Countersign' },
  description: 'Nobody acts as a customer on one signature.',
  robots: { index: false, follow: false },
};

export const viewport: Viewport = {
  colorScheme: 'light dark',
  themeColor: [
    { media: '(prefers-color-scheme: light)', color: '#ffffff' },
    { media: '(prefers-color-scheme: dark)', color: '#1a1c1e' },
  ],
};

/** Reading the nonce makes every page dynamic, which a nonce needs. */
export default async function RootLayout({ children }: { children: ReactNode }) {
  const nonce = (await headers()).get('x-nonce') ?? undefined;
  return (
    <html lang="en" suppressHydrationWarning>
      <body>
        {/* biome-ignore lint/security/noDangerouslySetInnerHtml: a constant of ours, let through by the nonce */}
        <script nonce={nonce} suppressHydrationWarning dangerouslySetInnerHTML={{ __html: themeScript }} />
        <ContentPolicy nonce={nonce}>
          <ToastProvider>{children}</ToastProvider>
        </ContentPolicy>
      </body>
    </html>
  );
}
