import { expect, it } from 'vitest';
import { normaliseTarget } from './http-target.ts';

const expected = normaliseTarget('https://broker.example/token');

it.each([
  'https://broker.example/token',
  'HTTPS://Broker.Example:443/token',
  'https://broker.example/token?x=1#y',
  'https://broker.example/./a/../token',
  'https://broker.example/%74oken',
])('%s is the endpoint', (target) => {
  expect(normaliseTarget(target)).toBe(expected);
});

it.each([
  'https://broker.example/token/',
  'https://broker.example/Token',
  'http://broker.example/token',
  'https://broker.example:8443/token',
  'https://broker.example@evil.example/token',
  'https://user@broker.example/token',
  'https://broker.example/%2Ftoken',
  'https:/broker.example/token',
  '/token',
  'https://broker.example/to ken',
  'https:\\\\broker.example\\token',
])('%s is not', (target) => {
  expect(normaliseTarget(target)).not.toBe(expected);
});

it('an empty path is the root, and percent-encoding is upper-case', () => {
  expect(normaliseTarget('https://a.example')).toBe('https://a.example/');
  expect(normaliseTarget('https://a.example/%e2%82%ac')).toBe('https://a.example/%E2%82%AC');
});
