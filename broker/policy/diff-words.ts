import type { CatalogAction, PolicyBundle } from './bundle-shape.ts';
import { type Change, change } from './obligation-changes.ts';

const named = (name: string | undefined): string => (name === undefined ? 'nothing' : `“${name}”`);
const listed = (all: readonly string[]): string => all.join(', ') || 'nothing';

function renamed(where: string, was: string, is: string): Change[] {
  return was === is ? [] : [change(where, `called ${named(was)} → ${named(is)}`, false)];
}

/** Whoever approves or consents goes by what they are told of an action: to tell less of it counts as wider. */
function told(where: string, what: 'sees' | 'changes', was: CatalogAction, is: CatalogAction): Change[] {
  const [old, now] = [was[what], is[what]];
  if (JSON.stringify(old) === JSON.stringify(now)) return [];
  return [
    change(
      where,
      `what it ${what}: ${listed(old)} → ${listed(now)}`,
      old.some((one) => !now.includes(one)),
    ),
  ];
}

/** What people read of backends, their actions and marks. What is new or gone is told by the risks and marks themselves. */
export function wordChanges(before: PolicyBundle, after: PolicyBundle): Change[] {
  const backends = new Map(before.catalog.backends.map((one) => [one.id, one]));
  const actions = new Map(before.catalog.backends.flatMap((one) => one.actions.map((it) => [it.id, it])));
  return [
    ...after.catalog.backends.flatMap(({ id, name }) => {
      const was = backends.get(id);
      return was === undefined
        ? [change(`backend ${id}`, 'a new backend', false)]
        : renamed(`backend ${id}`, was.name, name);
    }),
    ...after.catalog.backends
      .flatMap((one) => one.actions)
      .flatMap((is) => {
        const was = actions.get(is.id);
        if (was === undefined) return [];
        return [
          ...renamed(is.id, was.title, is.title),
          ...told(is.id, 'sees', was, is),
          ...told(is.id, 'changes', was, is),
        ];
      }),
    ...Object.entries(after.marks).flatMap(([mark, { title }]) => {
      const was = Object.hasOwn(before.marks, mark) ? before.marks[mark] : undefined;
      return was === undefined ? [] : renamed(`mark ${mark}`, was.title, title);
    }),
  ];
}
