/**
 * Room for what lives for a moment: a broker that judges a thousand sessions at once spends a fifth of its time less
 * (docs/configuration.md).
 */
export const brokerFlags = ['--min-semi-space-size=64', '--max-semi-space-size=128'];
