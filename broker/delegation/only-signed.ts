import { inArray } from 'drizzle-orm';
import { canonicalJson } from '../canonical-json.ts';
import type { Context } from '../context.ts';
import { Refusal } from '../errors.ts';
import { findPerson } from '../identity/find-person.ts';
import type { SignatureKind } from '../policy/bundle-shape.ts';
import type { Passkey } from '../signing/passkeys/passkey.ts';
import { relyingParty } from '../signing/passkeys/relying-party.ts';
import { selectPasskeys } from '../signing/passkeys/store.ts';
import { passkeys } from '../signing/passkeys/tables.ts';
import { countsAs, requiredMethod, suffices } from '../signing/required-method.ts';
import {
  challengeOf,
  passkeyProof,
  type Signature,
  type StatementParts,
  writeStatement,
} from '../signing/statement.ts';
import { verifySigned } from '../signing/verify-signed.ts';
import { aboutDelegation, signatureRule } from './build-statement.ts';
import { declared, declaredHash } from './declare-emergency.ts';
import type { Delegation } from './delegation.ts';
import { intersect, narrows } from './details.ts';
import { detailsHashNow } from './details-hash.ts';
import { signedNarrowing } from './later-start.ts';

/** A signature as a row keeps it, and what the row says was signed. */
interface Kept {
  signature: Signature;
  signedAt: Date;
  says: StatementParts;
}

function keptSignatures(delegation: Delegation): { reviews: Kept[]; consent: Kept | undefined } {
  const about = { ...aboutDelegation(delegation), detailsHash: detailsHashNow(delegation) };
  const { consent } = delegation;
  return {
    reviews: delegation.reviews.map(
      ({ signature, signedAt, decision, narrowed, notBefore, comment, signerId }) => ({
        signature,
        signedAt,
        says: {
          kind: 'approval',
          decision,
          ...about,
          narrowed: signedNarrowing(narrowed, notBefore),
          comment,
          signer: signerId,
        },
      }),
    ),
    consent: consent && {
      signature: consent.signature,
      signedAt: consent.signedAt,
      says: {
        kind: 'consent',
        decision: consent.decision,
        ...about,
        narrowed: consent.narrowed,
        signer: consent.signerId,
      },
    },
  };
}

function saysWhatWasSigned({ signature: { statement, nonce, challenge }, says }: Kept): boolean {
  const same = canonicalJson(statement) === canonicalJson(writeStatement(says, statement.issued_at));
  return same && (nonce === null || challengeOf(statement, nonce) === challenge);
}

/** By the signer's own key, which had been let in and not yet been removed. */
async function keyHolds(
  context: Context,
  { signature, signedAt, says }: Kept,
  key: Passkey | undefined,
): Promise<boolean> {
  const { statement, nonce } = signature;
  const proof = passkeyProof(signature);
  if (!key || !proof || nonce === null) return false;
  if (key.owner !== says.signer || key.publicKey !== proof.public_key) return false;
  const inForce =
    key.confirmedAt !== undefined &&
    key.confirmedAt <= signedAt &&
    (key.removedAt === undefined || key.removedAt >= signedAt);
  return inForce && verifySigned({ statement, nonce, proof }, relyingParty(context));
}

const ruleFor = (context: Context, { says }: Kept, delegation: Delegation): SignatureKind =>
  says.kind === 'emergency'
    ? 'emergency'
    : signatureRule(context, says.kind === 'consent' ? 'consent' : 'approval', delegation);

/** Whether the responder's own signature still verifies: whom they named by id or by their issuer's name for them. */
export async function isDeclared(context: Context, delegation: Delegation): Promise<boolean> {
  const { declaration, requested: details, justification, actor, subjectId } = delegation;
  if (!declaration) return false;
  const subject = await findPerson(context.reader, subjectId);
  const named = subject ? [subject.id, { iss: subject.iss, sub: subject.sub }] : [];
  const { signedAt, ...signature } = declaration;
  for (const one of named) {
    const says = declared(declaredHash({ subject: one, details, justification }), actor.id);
    const kept = { signature, signedAt: new Date(signedAt), says };
    if (await holds(context, delegation, kept, await keysOf(context, [kept]))) return true;
  }
  return false;
}

async function holds(
  context: Context,
  delegation: Delegation,
  kept: Kept,
  keys: readonly Passkey[],
): Promise<boolean> {
  if (!saysWhatWasSigned(kept)) return false;
  const { signature, signedAt, says } = kept;
  const proof = passkeyProof(signature);
  const key = keys.find(({ id }) => id === proof?.passkey);
  if (signature.method === 'passkey' && !(await keyHolds(context, kept, key))) return false;
  if (signature.method === 'confirmation' && (says.kind !== 'consent' || !signature.proof)) return false;
  const asking = { rule: ruleFor(context, kept, delegation), decision: says.decision };
  const isVouched = key?.vouchedAt !== undefined && key.vouchedAt <= signedAt;
  const given = countsAs(context, asking, signature.method, isVouched);
  return suffices(given, await requiredMethod(context, asking, says.signer, signedAt));
}

async function keysOf(context: Context, kept: readonly Kept[]): Promise<Passkey[]> {
  const ids = kept.flatMap(({ signature }) => passkeyProof(signature)?.passkey ?? []);
  return ids.length === 0 ? [] : selectPasskeys(context.reader, inArray(passkeys.id, ids));
}

/** Whether each signature still verifies and says what its row says; in the order of the reviews, then the consent. */
export async function verifiedSignatures(
  context: Context,
  delegation: Delegation,
): Promise<{ reviews: boolean[]; consent: boolean }> {
  const { reviews, consent } = keptSignatures(delegation);
  const keys = await keysOf(context, consent ? [...reviews, consent] : reviews);
  const check = (kept: Kept) => holds(context, delegation, kept, keys);
  return {
    reviews: await Promise.all(reviews.map(check)),
    consent: consent !== undefined && (await check(consent)),
  };
}

/**
 * The delegation without the signatures that no longer verify, for policy to judge: they count as never given. What is
 * granted beyond what the remaining ones leave of the request was signed by nobody.
 */
export async function onlySigned(context: Context, delegation: Delegation): Promise<Delegation> {
  if (delegation.emergency && !(await isDeclared(context, delegation)))
    throw new Refusal(
      'not_as_signed',
      'Nobody has declared this emergency as it stands; nothing starts on it.',
      {
        status: 403,
      },
    );
  const verified = await verifiedSignatures(context, delegation);
  const reviews = delegation.reviews.filter((_, i) => verified.reviews[i]);
  const { consent, ...rest } = delegation;
  const signed: Delegation = { ...rest, reviews, ...(consent && verified.consent ? { consent } : {}) };
  const given = reviews.filter(({ decision }) => decision === 'approve');
  const left = [...given, ...(signed.consent ? [signed.consent] : [])].reduce(
    (details, { narrowed }) => (narrowed ? intersect(details, narrowed) : details),
    delegation.requested,
  );
  if (!narrows(delegation.effective, left))
    throw new Refusal('not_as_signed', 'More was granted than people signed; nothing starts on it.', {
      status: 403,
    });
  return signed;
}
