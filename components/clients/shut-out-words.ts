import type { ClientView } from './view.ts';

type Of = Pick<ClientView, 'kind' | 'domain' | 'resource' | 'keptBy'>;

/** What comes of shutting a client out, said before it is done. */
export function shutOutWords({ kind, domain, resource, keptBy }: Of): string[] {
  const comingBack =
    keptBy === 'file'
      ? 'Two persons can let it in again, as the registry file has it then. The file alone never does.'
      : 'Two persons can let it in again, when everything is said anew: owner, rights, and how it proves itself.';
  if (kind === 'door')
    return [
      'Whoever is signed in at this door is out at once, and nobody comes in by it any more.',
      'Sessions that were begun by it end at once.',
      ...(domain === 'admin'
        ? [
            'If it is the door you came by, you are out too, and nobody can let it in again here. Whoever keeps the registry file has to name another door.',
          ]
        : []),
      comingBack,
    ];
  return [
    'Its sessions end at once, and whoever is in one reads that the client was shut out.',
    'Its tokens open nothing any more, and it gets no new ones.',
    ...(resource === undefined
      ? []
      : ['It asks the broker about no token any more, and what it has passed on to others is taken back.']),
    comingBack,
  ];
}
