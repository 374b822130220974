import { expect, it } from 'vitest';
import { isPlainTarget } from './plain-target.ts';

it.each([
  '/',
  '/v1/check',
  '/v1/check//x?y=/../',
  '/log/tile/entries/x001/067.p/12',
  'https://localhost:3001/jwks',
])('%s means what it says', (target) => {
  expect(isPlainTarget(target)).toBe(true);
});

it.each([
  '/v1/check/../../healthz',
  '/v1/check/%2e%2E/%2e%2e/healthz',
  '/v1/check/./x',
  '/v1/check/..',
  '/v1\\check',
  'https://localhost:3001/v1/check/../../healthz',
])('%s would be read in another way', (target) => {
  expect(isPlainTarget(target)).toBe(false);
});
