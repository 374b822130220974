import { expect, it } from 'vitest';
import { declaredHash } from '#broker/delegation/declare-emergency.ts';
import { requestHash } from './request-hash.ts';

it('is the hash that the broker takes of the same request', () => {
  const details = [
    {
      type: 'delegation_session' as const,
      actions: ['accounts:profile.read'],
      locations: ['https://localhost:3002'],
      identifier: 'account/1',
      purpose: { code: 'check-setting', ref: 'TCK-1042' },
      max_duration: 600,
    },
  ];
  const [subject, justification] = ['cus_mira', 'Grüße: nobody can reach the customer.'];
  expect(requestHash({ justification, authorization_details: details, subject })).toBe(
    declaredHash({ subject, details, justification }),
  );
});
