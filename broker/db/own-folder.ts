import { mkdirSync } from 'node:fs';
import { type Claim, type Claims, claimsIn, type OtherClaim } from './folder-claims.ts';

const TRIES = 12;

/** Somebody else has the folder, or may have it: `by.elsewhere` is set when that cannot be told from here. */
export class FolderTaken extends Error {
  override readonly name = 'FolderTaken';
  readonly by: OtherClaim;

  constructor(by: OtherClaim) {
    super(`The folder is taken by process ${by.pid}.`);
    this.by = by;
  }
}

const pause = (tried: number) =>
  new Promise((resolve) => setTimeout(resolve, Math.random() * 20 * 2 ** Math.min(tried, 5)));

/**
 * First claim, then look: of two that start at the same moment the later one to look sees the other, so never both
 * go on. Who sees a holder gives up; who sees another that asks steps back and tries again a little later.
 */
async function claimAlone(claims: Claims): Promise<Claim> {
  for (let tried = 1; ; tried++) {
    const mine = await claims.claim();
    try {
      const others = await claims.others();
      const [first] = others;
      if (!first) {
        mine.hold();
        return mine;
      }
      const taken = others.find(({ holds, elsewhere }) => holds || elsewhere);
      if (taken || tried === TRIES) throw new FolderTaken(taken ?? first);
    } catch (error) {
      mine.letGo();
      throw error;
    }
    mine.letGo();
    await pause(tried);
  }
}

/**
 * Makes this process the only owner of what stands beside this folder, by whichever path others come to it, until
 * it lets go or ends, however it ends.
 */
export async function ownFolder(folder: string): Promise<() => void> {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const claims = claimsIn(folder);
  try {
    const mine = await claimAlone(claims);
    return () => {
      mine.letGo();
      claims.close();
    };
  } catch (error) {
    claims.close();
    throw error;
  }
}
