import type { Context } from '../context.ts';
import type { Delegation } from '../delegation/delegation.ts';
import { isConsented } from '../delegation/delegation.ts';
import { describeDelegations } from '../delegation/describe.ts';
import { eligibleNow } from '../delegation/eligible-now.ts';
import { mayConsentNow } from '../delegation/may-consent.ts';
import { findDelegations } from '../delegation/store.ts';
import type { Notice, Telling, Told } from './notice.ts';
import { doorOf, oneself, toBeNotified, withRole } from './recipients.ts';
import { takenAway } from './taken-away.ts';

type OfDelegation = (context: Context, delegation: Delegation) => Promise<Notice[]>;

const about =
  (tell: OfDelegation): Telling =>
  async (context, { delegation: id }) => {
    if (id === undefined) return [];
    const delegation = (await findDelegations(context.reader, [id], context.clock.now())).get(id);
    return delegation ? tell(context, delegation) : [];
  };

/** Whoever a request waits for now: those who could sign, or, when they have, the customer. */
const waiting: OfDelegation = async (context, delegation) => {
  if (delegation.state.status !== 'pending') return [];
  const [described] = await describeDelegations(context, [delegation]);
  if (!described) return [];
  const { open } = described.approvals;
  const turn = (await eligibleNow(context, described)).filter(({ stage }) =>
    open.some((one) => one.flow === stage.flow && one.stage === stage.stage),
  );
  const signers = turn.flatMap(({ groups }) => groups.flatMap(({ people }) => people));
  if (signers.length > 0)
    return [
      {
        to: signers,
        title: delegation.emergency ? 'An emergency waits for you' : 'A request waits for your approval',
        text: 'Somebody of support asks to act for a customer, and you are one of those who may sign.',
        path: `/admin/approvals/${delegation.id}`,
      },
    ];
  if (!delegation.obligations.consent || isConsented(delegation)) return [];
  return (await mayConsentNow(context, delegation)).map((customer) => ({
    to: [customer],
    title: 'You are asked for your consent',
    text:
      customer.id === delegation.subjectId
        ? 'Somebody of support asks to act in your account. Nothing happens without your consent.'
        : 'Somebody of support asks to act in an account that you may consent for. Nothing happens without consent; one answer is enough.',
    path: `/account/consents/${delegation.id}`,
  }));
};

const askedFor =
  (title: string, text: string): OfDelegation =>
  async (context, { id, actor }) => [
    { to: await oneself(context, actor.id), title, text, path: `/support/requests/${id}` },
  ];

/** Nobody is told of what they have ended themselves. */
const ended: Telling = async (context, told) =>
  about(async (_, delegation) =>
    delegation.actor.id === told.actor
      ? []
      : askedFor('Your access was ended', 'The request says by whom, and why.')(context, delegation),
  )(context, told);

const goneIn: OfDelegation = async (context, delegation) => {
  const { customer, staff } = await toBeNotified(context, delegation);
  const { emergency, id } = delegation;
  return [
    {
      to: customer,
      title: emergency ? 'Support went into your account in an emergency' : 'Support is in your account',
      text: emergency
        ? 'Nobody could wait for your consent. You see who it is and why, and you can end it at once.'
        : 'You see who it is, what they may do and what they did, and you can end it at once.',
      path: '/account',
    },
    {
      to: staff,
      title: emergency ? 'An emergency session began' : 'A session that you are told of began',
      text: 'Policy wants you to know of it.',
      path: `/admin/approvals/${id}`,
    },
  ];
};

const ofPasskey =
  (title: string, text: string): Telling =>
  async (context, { subject }) => {
    const to = await oneself(context, subject);
    return to.map((owner) => ({ to, title, text, path: `${doorOf(owner)}/passkeys` }));
  };

const notYou = 'If that was not you, tell your administrator at once.';

/** Of what somebody is told outside the console. Nothing else is. */
const tellings: Readonly<Record<string, Telling>> = {
  'delegation.requested': about(waiting),
  'approval.given': about(waiting),
  'approval.answered': about(waiting),
  'approval.reminded': about(waiting),
  'approval.escalated': about(waiting),
  'delegation.granted': about(askedFor('Your request was granted', 'Begin before it lapses.')),
  'approval.questioned': about(
    askedFor('An approver asks you something', 'Your request waits for your answer.'),
  ),
  'approval.refused': about(askedFor('Your request was refused', 'The request says why.')),
  'consent.refused': about(askedFor('Your request was refused', 'The request says why.')),
  'delegation.denied': about(askedFor('Your request was refused', 'The request says why.')),
  'delegation.revoked': ended,
  'session.started': about(goneIn),
  'passkey.added': ofPasskey('A passkey was added for you', `What you sign can be signed with it. ${notYou}`),
  'passkey.confirmed': ofPasskey('Your new passkey was let in', `It signs from now on. ${notYou}`),
  'passkey.rejected': ofPasskey('Your new passkey was refused', 'Whoever was to let it in did not.'),
  'passkey.removed': ofPasskey(
    'A passkey of yours was removed',
    `It signs nothing any more. To sign again, add another one here; somebody who has one, or the operator, lets it in. ${notYou}`,
  ),
  'person.invited_to_enrol': ofPasskey('You may add a passkey', 'Two people have to invite you; one has.'),
  ...takenAway,
  'review.overdue': async (context) => [
    {
      to: await withRole(context, 'approver'),
      title: 'The review of an emergency is overdue',
      text: 'Until it is done, whoever acted in it can declare no other one.',
      path: '/admin/reviews',
    },
  ],
  'policy.proposed': async (context, { target, actor }) => [
    {
      to: (await withRole(context, 'policy_owner')).filter(({ id }) => id !== actor),
      title: 'A policy version waits for a second person',
      text: 'It comes into force when somebody other than its author activates it.',
      path: `/admin/policies/proposals/${target}`,
    },
  ],
};

export const isTold = (type: string): boolean => Object.hasOwn(tellings, type);

/** Whom this concerns as things are now: what is settled meanwhile needs no telling. */
export async function noticesOf(context: Context, told: Told): Promise<Notice[]> {
  return (await tellings[told.type]?.(context, told)) ?? [];
}
