export type Risk = 'read' | 'write' | 'sensitive' | 'never';

export interface CatalogAction {
  readonly id: string;
  readonly title: string;
  readonly risk: Risk;
  readonly sees: readonly string[];
  readonly changes: readonly string[];
}

export interface CatalogBackend {
  readonly id: string;
  readonly name: string;
  readonly actions: readonly CatalogAction[];
}

export interface Intent {
  readonly id: string;
  readonly title: string;
  readonly description: string;
  readonly actions: readonly string[];
  readonly max_duration: number;
}

export interface PolicyBundle {
  readonly version: string;
  /** Everything the version is made of, by path (`domains.json` included): what to store, and what `bundleFromFiles` takes. */
  readonly files: Readonly<Record<string, string>>;
  readonly catalog: { readonly backends: readonly CatalogBackend[] };
  readonly intents: readonly Intent[];
  /** domain → group → roles */
  readonly roles: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;
}
