import type { NextConfig } from 'next';

const config: NextConfig = {
  poweredByHeader: false,
  reactStrictMode: true,
  transpilePackages: ['@countersign/client', '@countersign/transparency-log'],
  serverExternalPackages: ['undici', 'postgres', 'pino', '@electric-sql/pglite'],
  turbopack: { root: import.meta.dirname },
  experimental: { serverActions: { bodySizeLimit: '256kb' } },
};

export default config;
