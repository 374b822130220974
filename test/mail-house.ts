import { answerConsent } from '#broker/delegation/answer-consent.ts';
import { buildStatement } from '#broker/delegation/build-statement.ts';
import type { Delegation } from '#broker/delegation/delegation.ts';
import type { DelegationSession } from '#broker/delegation/details.ts';
import { findPerson } from '#broker/identity/find-person.ts';
import { openMail } from '#broker/mail/open-mail.ts';
import type { OfferedStatement } from '#broker/signing/offer-statement.ts';
import { openHouse, SENSITIVE } from './house.ts';
import { openMailServer, type ReceivedMail } from './mail-server.ts';

export type MailHouse = Awaited<ReturnType<typeof openMailHouse>>;

/** As it stands in a mail. */
export function codeIn({ text }: ReceivedMail): string {
  const code = /^Your code: (\S+)$/m.exec(text)?.[1];
  if (code === undefined) throw new Error('There is no code in this mail.');
  return code;
}

/** A house whose people are reached by mail, over a real mail server on loopback. */
export async function openMailHouse() {
  const server = await openMailServer();
  const mail = openMail({ url: server.url, from: 'countersign@northwind.example.com' });
  const house = await openHouse(undefined, undefined, mail);

  const lastMail = (): ReceivedMail => {
    const last = server.received.at(-1);
    if (!last) throw new Error('Nothing was mailed.');
    return last;
  };

  return {
    ...house,
    server,
    lastMail,
    mailedCode: () => codeIn(lastMail()),
    /** Waits for nothing but the customer. */
    approved: async (agent: string, customer: string): Promise<Delegation> => {
      const asked = await house.asks(agent, customer, SENSITIVE);
      await house.reviews('tess', asked);
      return house.reviews('sam', asked);
    },
    builds: (
      login: string,
      { id: target }: Delegation,
      decision: 'give' | 'refuse' = 'give',
      narrowed?: DelegationSession[],
    ) => {
      const principal = house.who('customer', login);
      const more = narrowed ? { narrowed } : {};
      const statement = { kind: 'consent', target, decision, ...more } as const;
      return buildStatement(house.context, { principal, statement });
    },
    consents: (
      login: string,
      { id }: Delegation,
      { statement, nonce }: OfferedStatement,
      code: string,
      narrowed?: DelegationSession[],
    ) => {
      const signed = { statement, nonce, method: 'confirmation', code } as const;
      const answer = { id, decision: 'give', ...(narrowed ? { narrowed } : {}), signed } as const;
      return answerConsent(house.context, { principal: house.who('customer', login), answer });
    },
    addressOf: async (login: string) =>
      (await findPerson(house.context.reader, house.who('customer', login).id))?.email,
    close: async () => {
      mail.close();
      await house.close();
      await server.close();
    },
  };
}
