import type { Adapter, AdapterFactory, AdapterPayload } from 'oidc-provider';

interface Kept {
  payload: AdapterPayload;
  expiresAt: number;
}

const MOST_PER_KIND = 5_000;
/** What ends with its grant. An interaction names a grant too, but outlives it: signing in as somebody else goes on after the first person's sign-out. */
const GRANTED = ['AuthorizationCode', 'AccessToken', 'RefreshToken'];
const FOREVER = Number.POSITIVE_INFINITY;

class BoundedStore {
  readonly #kept = new Map<string, Kept>();

  get(id: string): AdapterPayload | undefined {
    const found = this.#kept.get(id);
    if (found !== undefined && found.expiresAt <= Date.now()) this.#kept.delete(id);
    return found !== undefined && found.expiresAt > Date.now() ? found.payload : undefined;
  }

  set(id: string, payload: AdapterPayload, expiresAt: number): void {
    // Taken out first, so that the map's order is the order of the last write and the stalest leaves first.
    this.#kept.delete(id);
    this.#kept.set(id, { payload, expiresAt });
    if (this.#kept.size > MOST_PER_KIND) this.#makeRoom();
  }

  delete(id: string): void {
    this.#kept.delete(id);
  }

  find(matches: (payload: AdapterPayload) => boolean): AdapterPayload | undefined {
    for (const [id, { payload }] of this.#kept) if (matches(payload)) return this.get(id);
    return undefined;
  }

  deleteWhere(matches: (payload: AdapterPayload) => boolean): void {
    for (const [id, { payload }] of this.#kept) if (matches(payload)) this.#kept.delete(id);
  }

  #makeRoom(): void {
    const now = Date.now();
    for (const [id, { expiresAt }] of this.#kept) if (expiresAt <= now) this.#kept.delete(id);
    for (const id of this.#kept.keys()) {
      if (this.#kept.size <= MOST_PER_KIND) return;
      this.#kept.delete(id);
    }
  }
}

/** Everything an issuer remembers, in memory and bounded; a restart signs everybody out. */
export function memoryStore(): AdapterFactory {
  const stores = new Map<string, BoundedStore>();
  const storeOf = (kind: string): BoundedStore => {
    const store = stores.get(kind) ?? new BoundedStore();
    stores.set(kind, store);
    return store;
  };
  return (kind): Adapter => {
    const store = storeOf(kind);
    return {
      async upsert(id, payload, expiresIn) {
        store.set(id, payload, expiresIn === undefined ? FOREVER : Date.now() + expiresIn * 1000);
      },
      find: async (id) => store.get(id),
      findByUid: async (uid) => store.find((payload) => payload.uid === uid),
      findByUserCode: async (userCode) => store.find((payload) => payload.userCode === userCode),
      async consume(id) {
        const payload = store.get(id);
        if (payload !== undefined) payload.consumed = Math.floor(Date.now() / 1000);
      },
      async destroy(id) {
        store.delete(id);
      },
      async revokeByGrantId(grantId) {
        for (const one of GRANTED) storeOf(one).deleteWhere((payload) => payload.grantId === grantId);
      },
    };
  };
}
