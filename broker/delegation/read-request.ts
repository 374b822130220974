import { findBackends } from '../catalog/find-backends.ts';
import type { Context } from '../context.ts';
import { Refusal } from '../errors.ts';
import { findPerson, findPersonOfIssuer } from '../identity/find-person.ts';
import type { Principal } from '../identity/principal.ts';
import type { DirectoryPerson } from '../identity/store.ts';
import type { Actor } from '../policy/question.ts';
import type { Signed } from '../signing/statement.ts';
import { type DelegationSession, invalidDetails, parseDetails, purposeOf } from './details.ts';

/** As it came over the wire; the details are parsed here so that every caller is refused alike. */
export interface RequestInput {
  subject: string | { iss: string; sub: string };
  authorizationDetails: unknown;
  justification: string;
  notBefore?: Date;
  emergency?: boolean;
  /** The responder's own signature under an emergency. */
  signed?: Signed;
  /** The code of an offer, as the customer told it. */
  offer?: string;
}

export interface ReadRequest {
  actor: Actor;
  subject: DirectoryPerson;
  details: DelegationSession[];
}

export function actorOf(principal: Principal): Actor {
  if (principal.domain === 'service')
    return { kind: 'service', id: principal.id, roles: [...principal.roles, 'service'] };
  if (principal.domain !== 'support' || !principal.person)
    throw new Refusal('wrong_domain', 'Only support agents and services may ask for a delegation.', {
      status: 403,
    });
  return { kind: 'agent', id: principal.id, roles: principal.roles, person: principal.person };
}

/** Who does not exist and who is no customer are told apart for nobody. */
async function subjectOf(context: Context, subject: RequestInput['subject']): Promise<DirectoryPerson> {
  const found =
    typeof subject === 'string'
      ? await findPerson(context.reader, subject)
      : await findPersonOfIssuer(context.reader, subject.iss, subject.sub);
  if (found?.domain !== 'customer' || !found.enabled)
    throw new Refusal('subject_unknown', 'There is no such customer.', { status: 404 });
  return found;
}

async function checkTargets(context: Context, details: readonly DelegationSession[]): Promise<void> {
  const backends = await findBackends(context.reader);
  const { bundle } = context.policy;
  const known = new Set(bundle.catalog.backends.flatMap(({ actions }) => actions.map(({ id }) => id)));
  for (const { actions, locations } of details) {
    const reached = locations.map((location) => backends.find(({ resource }) => resource === location)?.id);
    if (reached.includes(undefined)) throw invalidDetails('names a location that is no registered backend');
    if (!actions.every((action) => known.has(action))) throw invalidDetails('names an action nobody knows');
    if (!actions.every((action) => reached.includes(action.split(':')[0])))
      throw invalidDetails('names an action that none of its locations serves');
  }
  const { code } = purposeOf(details);
  if (!bundle.intents.some(({ id }) => id === code)) throw invalidDetails('names a purpose nobody knows');
}

export async function readRequest(
  context: Context,
  principal: Principal,
  input: RequestInput,
): Promise<ReadRequest> {
  const actor = actorOf(principal);
  return { actor, ...(await readWish(context, input)) };
}

/** About whom, and what; whoever may ask. */
export async function readWish(
  context: Context,
  input: Pick<RequestInput, 'subject' | 'authorizationDetails'>,
): Promise<Omit<ReadRequest, 'actor'>> {
  const details = parseDetails(input.authorizationDetails);
  await checkTargets(context, details);
  return { details, subject: await subjectOf(context, input.subject) };
}
