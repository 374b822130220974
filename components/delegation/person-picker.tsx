'use client';

import { Combobox } from '@base-ui/react/combobox';
import { useQuery } from '@tanstack/react-query';
import { Check, Search, X } from 'lucide-react';
import { useId, useMemo, useState } from 'react';
import { readJson } from '#components/live/read-json.ts';
import { controlClass } from '#components/ui/control-class.ts';
import { useSettled } from './use-settled.ts';

const shortest = 3;
interface Props<Person> {
  label: string;
  /** What one of them is called in the middle of a sentence. */
  noun: string;
  placeholder: string;
  hint: string;
  /** Under the name, to tell two of the same name apart. */
  lineOf: (person: Person) => string;
  /** Answers `{items}` to `q`. */
  searchUrl: string;
  value: Person | null;
  onChange: (person: Person | null) => void;
  error?: string | undefined;
}

/** Somebody found by a part of the name; nobody is listed before three characters are typed. */
export function PersonPicker<Person extends { id: string; name: string }>(props: Props<Person>) {
  const { label, noun, placeholder, hint, lineOf, searchUrl, value, onChange, error } = props;
  const id = useId();
  const [typed, setTyped] = useState('');
  const query = useSettled(typed.trim(), 250);
  const enough = query.length >= shortest && query !== value?.name;
  const search = useQuery({
    queryKey: ['directory', searchUrl, query],
    queryFn: ({ signal }) =>
      readJson<{ items: Person[] }>(
        `${searchUrl}${searchUrl.includes('?') ? '&' : '?'}q=${encodeURIComponent(query)}`,
        { signal },
      ),
    enabled: enough,
    // Each search is an entry of the log, and each entry asks live queries again: this one must not be.
    staleTime: 'static',
    retry: false,
  });
  const answered = enough ? search.data?.items : undefined;
  const found = useMemo(() => answered ?? [], [answered]);
  const items = useMemo(
    () => (value && !found.some((one) => one.id === value.id) ? [...found, value] : found),
    [found, value],
  );
  const settled = typed.trim() === query;

  return (
    <Combobox.Root
      items={items}
      filteredItems={found}
      filter={null}
      value={value}
      itemToStringLabel={(person: Person) => person.name}
      isItemEqualToValue={(item: Person, other: Person) => item.id === other.id}
      onValueChange={onChange}
      onInputValueChange={setTyped}
      autoHighlight
    >
      <div className="grid gap-1.5">
        <label htmlFor={id} className="text-sm font-medium text-ink">
          {label}
        </label>
        <Combobox.InputGroup className="relative flex items-center">
          <Search className="pointer-events-none absolute left-3 size-4 text-muted" aria-hidden="true" />
          <Combobox.Input
            id={id}
            placeholder={placeholder}
            aria-describedby={error ? `${id}-hint ${id}-error` : `${id}-hint`}
            aria-invalid={error ? true : undefined}
            autoComplete="off"
            className={`${controlClass} min-h-10 pr-10 pl-9`}
          />
          <Combobox.Clear
            aria-label={`Choose another ${noun}`}
            className="absolute right-1 flex size-8 cursor-pointer items-center justify-center rounded-control text-muted hover:text-ink"
          >
            <X className="size-4" aria-hidden="true" />
          </Combobox.Clear>
        </Combobox.InputGroup>
        <p id={`${id}-hint`} className="text-sm text-muted">
          {hint}
        </p>
        {error && (
          <p id={`${id}-error`} className="text-sm font-medium text-danger-ink">
            {error}
          </p>
        )}
      </div>

      <Combobox.Portal>
        <Combobox.Positioner sideOffset={4} className="z-50 outline-none">
          <Combobox.Popup className="w-(--anchor-width) max-w-(--available-width) rounded-control border border-line bg-surface text-ink shadow-floating">
            <Combobox.Status className="text-sm text-muted">
              <PickerStatus
                typed={typed.trim()}
                busy={(enough && search.isFetching) || !settled}
                failed={search.error?.message}
                count={found.length}
              />
            </Combobox.Status>
            <Combobox.List className="max-h-72 overflow-y-auto p-1 empty:hidden">
              {(person: Person) => (
                <Combobox.Item
                  key={person.id}
                  value={person}
                  className="flex cursor-default items-center gap-3 rounded-control px-3 py-2 text-sm outline-none select-none data-highlighted:bg-accent-soft"
                >
                  <span className="min-w-0 flex-1">
                    <span className="block truncate font-medium">{person.name}</span>
                    <span className="block truncate text-xs text-muted">{lineOf(person)}</span>
                  </span>
                  <Combobox.ItemIndicator>
                    <Check className="size-4" aria-hidden="true" />
                  </Combobox.ItemIndicator>
                </Combobox.Item>
              )}
            </Combobox.List>
          </Combobox.Popup>
        </Combobox.Positioner>
      </Combobox.Portal>
    </Combobox.Root>
  );
}

function PickerStatus(props: { typed: string; busy: boolean; failed?: string | undefined; count: number }) {
  const said = sayStatus(props);
  return said ? <p className="px-4 py-3">{said}</p> : null;
}

function sayStatus(props: Parameters<typeof PickerStatus>[0]): string | null {
  const missing = shortest - props.typed.length;
  if (missing > 0) return `Type ${missing === 1 ? 'one more character' : `${missing} more characters`}.`;
  if (props.busy) return 'Searching…';
  if (props.failed) return props.failed;
  if (props.count === 0) return 'Nobody found. Try another part of the name.';
  return null;
}
