import { Button } from '#components/ui/button.tsx';
import { ButtonLink } from '#components/ui/button-link.tsx';
import { Field } from '#components/ui/field.tsx';
import { Input } from '#components/ui/input.tsx';
import { Select } from '#components/ui/select.tsx';
import { type CampaignKind, kindText } from './view.ts';

interface Props {
  path: string;
  query: { q?: string | undefined; kind?: CampaignKind | undefined };
  label: string;
}

/** A plain form that leads to an address: what was found can be bookmarked and sent to a colleague. */
export function ItemFilter({ path, query, label }: Props) {
  return (
    <form action={path} className="grid items-end gap-3 sm:grid-cols-[1fr_16rem_auto]">
      <Field label={label} name="q" required>
        {({ id, name }) => (
          <Input id={id} name={name} type="search" maxLength={120} defaultValue={query.q} placeholder="any" />
        )}
      </Field>
      <Field label="Kind" name="kind" required>
        {({ id, name }) => (
          <Select id={id} name={name} defaultValue={query.kind ?? ''}>
            <option value="">any</option>
            {(Object.keys(kindText) as CampaignKind[]).map((kind) => (
              <option key={kind} value={kind}>
                {kindText[kind]}
              </option>
            ))}
          </Select>
        )}
      </Field>
      <div className="flex gap-2">
        <Button type="submit" look="secondary">
          Search
        </Button>
        <ButtonLink href={path} look="quiet">
          Clear
        </ButtonLink>
      </div>
    </form>
  );
}
