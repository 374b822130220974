import type { Delegation } from '#broker/delegation/delegation.ts';
import { makeOffer } from '#broker/delegation/make-offer.ts';
import { submitRequest } from '#broker/delegation/submit-request.ts';
import { RESOURCE } from './demo.ts';
import type { House } from './house.ts';
import type { SignedIn } from './signing-in.ts';

/** What one customer offers for the account of another, asked for with its code. */
export async function takesUpOffer(
  house: House,
  agent: SignedIn,
  { by, of, actions }: { by: string; of: string; actions: string[] },
): Promise<Delegation> {
  const identifier = house.accountOf(of);
  const { code } = await makeOffer(house.context, {
    principal: house.who('customer', by),
    offer: { identifier, actions, maxDurationSeconds: 600, validForSeconds: 3600 },
  });
  return submitRequest(house.context, {
    principal: agent.principal,
    request: {
      subject: house.who('customer', of).id,
      justification: 'The customer wrote that the settings look wrong.',
      authorizationDetails: [
        {
          type: 'delegation_session',
          actions,
          locations: [RESOURCE],
          identifier,
          purpose: { code: 'check-setting', ref: 'TCK-1042' },
          max_duration: 600,
        },
      ],
      offer: code,
    },
  });
}
