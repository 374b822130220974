import type { PGlite } from '@electric-sql/pglite';

const SYNC = Uint8Array.of(0x53, 0, 0, 0, 4);
const TERMINATE = 0x58;
const READY_FOR_QUERY = 0x5a;
const IDLE = 0x49;

interface Message {
  readonly connection: number;
  readonly bytes: Uint8Array;
  readonly answer: (data: Uint8Array) => void;
  readonly resolve: (size: number) => void;
  readonly reject: (error: Error) => void;
}

/**
 * PGlite is one backend with one unnamed statement and one unnamed portal. The socket package's own queue lets
 * connections alternate message by message, so that one could run what another had bound. Here a connection
 * keeps the backend from its first message until the backend is ready for a query outside a transaction.
 */
export class Turns {
  readonly #db: PGlite;
  #waiting: Message[] = [];
  #holder: number | undefined;
  #busy = false;
  #running: Promise<void> = Promise.resolve();

  constructor(db: PGlite) {
    this.#db = db;
  }

  enqueue(connection: number, bytes: Uint8Array, answer: (data: Uint8Array) => void): Promise<number> {
    if (bytes[0] === TERMINATE) return Promise.resolve(0);
    return new Promise((resolve, reject) => {
      this.#waiting.push({ connection, bytes, answer, resolve, reject });
      this.#pump();
    });
  }

  clearQueueForHandler(connection: number): void {
    const gone = this.#waiting.filter((message) => message.connection === connection);
    this.#waiting = this.#waiting.filter((message) => message.connection !== connection);
    for (const { reject } of gone) reject(new Error('The connection is closed'));
  }

  /** The socket package calls this when a connection goes: whatever it left half done is undone. */
  async clearTransactionIfNeeded(connection: number): Promise<void> {
    await this.#running;
    if (this.#holder !== connection) return;
    await this.#db.runExclusive(() => this.#db.execProtocolRawStream(SYNC, { onRawData: () => {} }));
    if (this.#db.isInTransaction()) await this.#db.exec('ROLLBACK');
    this.#holder = undefined;
    this.#pump();
  }

  #pump(): void {
    if (this.#busy) return;
    this.#busy = true;
    this.#running = this.#run();
  }

  async #run(): Promise<void> {
    for (let message = this.#next(); message; message = this.#next()) {
      this.#holder = message.connection;
      let size = 0;
      let tail: Uint8Array = new Uint8Array();
      const { bytes, answer, resolve, reject } = message;
      const onRawData = (data: Uint8Array) => {
        size += data.length;
        tail = Buffer.concat([tail.subarray(-6), data.subarray(-6)]).subarray(-6);
        answer(data);
      };
      try {
        await this.#db.runExclusive(() => this.#db.execProtocolRawStream(bytes, { onRawData }));
      } catch (error) {
        reject(error instanceof Error ? error : new Error(String(error)));
        continue;
      }
      if (endsTurn(tail)) this.#holder = undefined;
      resolve(size);
    }
    this.#busy = false;
  }

  #next(): Message | undefined {
    const index =
      this.#holder === undefined
        ? 0
        : this.#waiting.findIndex(({ connection }) => connection === this.#holder);
    return index < 0 ? undefined : this.#waiting.splice(index, 1)[0];
  }
}

/** The last message of an answer is ReadyForQuery, `Z` with length 5 and a state of `I`. */
function endsTurn(tail: Uint8Array): boolean {
  return tail.length === 6 && tail[0] === READY_FOR_QUERY && tail[4] === 5 && tail[5] === IDLE;
}
