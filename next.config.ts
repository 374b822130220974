import type { NextConfig } from 'next';

const config: NextConfig = {
  poweredByHeader: false,
  reactStrictMode: true,
  transpilePackages: ['@countersign/client', '@countersign/transparency-log'],
  serverExternalPackages: ['undici', 'postgres', 'pino'],
  turbopack: { root: import.meta.dirname },
  // `npm run check` checks the types of the whole repository; twice is only slower.
  typescript: { ignoreBuildErrors: true },
  experimental: { serverActions: { bodySizeLimit: '256kb' } },
};

export default config;
