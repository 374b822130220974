/**
 * Room for what lives for a moment, four times what lives on before all of it is gone through, and a word by which that is
 * done before it is due: a broker that judges a thousand sessions at once spends a third of its time less
 * (docs/configuration.md).
 */
export const brokerFlags = [
  '--min-semi-space-size=64',
  '--max-semi-space-size=128',
  '--heap-growing-percent=300',
  '--expose-gc',
];
