import type { Context } from '../context.ts';
import type { DirectoryPerson } from '../identity/store.ts';

/** What is told outside the console, and to whom. It says that there is something to look at, and never what is in it. */
export interface Notice {
  readonly to: readonly DirectoryPerson[];
  readonly title: string;
  readonly text: string;
  /** Where in the console, without its address. */
  readonly path: string;
}

/** What an entry of the log says, as far as anybody is told of it. */
export interface Told {
  readonly id: string;
  readonly type: string;
  readonly time: Date;
  readonly actor?: string | undefined;
  readonly subject?: string | undefined;
  readonly delegation?: string | undefined;
  readonly session?: string | undefined;
  readonly target?: string | undefined;
}

export type Telling = (context: Context, told: Told) => Promise<Notice[]>;
