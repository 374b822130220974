import {
  acceptedAlgorithms,
  isJsonObject,
  type JsonObject,
  type Jwt,
  keyIdentifierOf,
  readJwt,
  requireCurrent,
  requireSignature,
  requireType,
  samePayload,
  stringClaim,
  TokenRejected,
} from '@countersign/resource-server/jwt';
import { and, eq, isNull } from 'drizzle-orm';
import { write } from '../../audit/record.ts';
import type { Context } from '../../context.ts';
import { update } from '../../db/build.ts';
import { OAuthError } from '../../errors.ts';
import type { Jwk } from '../../identity/trusted-issuers.ts';
import { rememberedAfterExpirySeconds } from '../client-authentication.ts';
import type { Form } from '../form.ts';
import { markUsed, secondsAfter, sha256 } from '../single-use.ts';
import {
  credentialDays,
  type HeldKey,
  isKeyName,
  publicMembers,
  refusedFrom,
  thumbprintOf,
  usableKeys,
} from './held-keys.ts';
import { asSealed, type Client, findClient } from './store.ts';
import { clients } from './tables.ts';

export const keyStatementType = 'client-key+jwt';

const longestOverlapSeconds = 24 * 3600;
const longestStatementSeconds = 300;
const mostKeys = 10;

interface Statement {
  readonly clientId: string;
  readonly newKey: Jwk;
  readonly overlapSeconds: number;
  readonly jti: string;
  readonly until: Date;
}

export interface ReplacedKey {
  readonly client: Client;
  readonly keys: readonly { readonly kid: string; readonly refusedFrom: Date }[];
}

/**
 * A client replaces its own key. One statement names the new key and is signed twice: by the old key, so that nobody
 * else says it, and by the new one, so that whoever says it holds it. A lost key has no way in here.
 */
export async function replaceKey(
  context: Context,
  form: Form,
  known: (clientId: string) => void = () => undefined,
): Promise<ReplacedKey> {
  const now = context.clock.now();
  const [byOld, byNew] = refusing(() => bothSignatures(form));
  const said = refusing(() => statementIn(byOld.payload, context.config.issuer, now));
  const client = await findClient(context.reader, said.clientId);
  if (client?.method.name !== 'private_key_jwt') throw refused('no such client with that method');
  const held = client.method.keys;
  const maxDays = credentialDays(context.config.credentialDays, client.credentialDays);
  const signing = usableKeys(held, now, maxDays).filter((key) => key.retires_at === undefined);
  const old = refusing(() => signerOf(byOld, signing));
  refusing(() => requireSignature(byNew, [said.newKey], acceptedAlgorithms));
  known(client.id);
  const kid = thumbprintOf({ jwk: said.newKey });
  if (held.some((key) => thumbprintOf(key) === kid || key.jwk.kid === said.newKey.kid))
    throw new OAuthError('invalid_request', 'the new key, or its kid, is or was one of this client already');
  if (signing.length >= mostKeys) throw new OAuthError('invalid_request', 'this client has too many keys');
  const retires = secondsAfter(now, said.overlapSeconds);
  const added: HeldKey = { jwk: said.newKey, added_at: now.toISOString(), by_client: true };
  const keys = [
    ...held.map((key) => (key === old ? { ...key, retires_at: retires.toISOString() } : key)),
    added,
  ];
  await context.record({
    writes: [
      ...markUsed(context, [
        {
          kind: 'client-assertion',
          mark: `${client.id}:${sha256(said.jti)}`,
          until: said.until,
          otherwise: refused('the statement was used before'),
        },
      ]),
      write(
        update(clients)
          .set({ keys, seal: context.seals.of('clients', { ...client.row, keys }) })
          .where(
            and(
              eq(clients.id, client.id),
              eq(clients.keys, [...held]),
              asSealed(client.row),
              isNull(clients.disabledAt),
            ),
          ),
        { rows: 1, otherwise: refused('the keys of the client have changed meanwhile') },
      ),
    ],
    entries: [
      {
        type: 'client.key_replaced',
        actor: client.id,
        target: client.id,
        facts: { added: kid, retires: thumbprintOf(old), at: retires.toISOString() },
      },
    ],
  });
  const usable = usableKeys(keys, now, maxDays);
  return {
    client,
    keys: usable.map((key) => ({ kid: thumbprintOf(key), refusedFrom: refusedFrom(key, maxDays) })),
  };
}

/** RFC 7515: the same payload, byte for byte, under two signatures. */
function bothSignatures(form: Form): [Jwt, Jwt] {
  const [byOld, byNew] = ['statement', 'countersignature'].map((name) => {
    const jwt = readJwt(form.get(name) ?? '');
    requireType(jwt.header, keyStatementType);
    return jwt;
  });
  if (!byOld || !byNew) throw new TokenRejected('a signature is missing');
  if (!samePayload(byOld, byNew)) throw new TokenRejected('the two signatures are over two statements');
  return [byOld, byNew];
}

function statementIn(payload: JsonObject, issuer: string, now: Date): Statement {
  const clientId = stringClaim(payload, 'sub');
  if (stringClaim(payload, 'iss') !== clientId) throw new TokenRejected('issuer and subject differ');
  if (payload.aud !== issuer) throw new TokenRejected('the audience is another');
  const { exp } = requireCurrent(payload, now, ['exp', 'iat']);
  if (exp === undefined || exp - now.getTime() / 1000 > longestStatementSeconds)
    throw new TokenRejected('the statement lives too long');
  const { new_key: newKey, overlap_seconds: overlap = longestOverlapSeconds } = payload;
  const key = isJsonObject(newKey) ? publicMembers(newKey) : undefined;
  if (key === undefined) throw new TokenRejected('new_key is not a public key of an accepted algorithm');
  if (!isKeyName(key.kid)) throw new TokenRejected('new_key has no kid that could be asked for');
  if (
    typeof overlap !== 'number' ||
    !Number.isInteger(overlap) ||
    overlap < 0 ||
    overlap > longestOverlapSeconds
  )
    throw new TokenRejected('overlap_seconds is not between 0 and a day');
  return {
    clientId,
    newKey: key,
    overlapSeconds: overlap,
    jti: stringClaim(payload, 'jti'),
    until: secondsAfter(new Date(exp * 1000), rememberedAfterExpirySeconds),
  };
}

/** The one key, not retiring yet, under which the old signature holds. */
function signerOf(jwt: Jwt, keys: readonly HeldKey[]): HeldKey {
  requireSignature(
    jwt,
    keys.map(({ jwk }) => jwk),
    acceptedAlgorithms,
  );
  const kid = keyIdentifierOf(jwt.header);
  const [signer] = keys.filter(({ jwk }) => kid === undefined || jwk.kid === kid);
  if (signer === undefined) throw new TokenRejected('token signature does not verify');
  return signer;
}

function refusing<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (error instanceof TokenRejected) throw refused(error.message);
    throw error;
  }
}

/** The same words for an unknown client, a bad signature and a lost race. */
function refused(detail: string): OAuthError {
  return new OAuthError('invalid_client', 'the keys stay as they are', { status: 401, detail });
}
