import { Button } from '#components/ui/button.tsx';
import { ButtonLink } from '#components/ui/button-link.tsx';
import { Field } from '#components/ui/field.tsx';
import { Input } from '#components/ui/input.tsx';
import { Select } from '#components/ui/select.tsx';
import { commonTypes } from './words.ts';

export interface AuditQuery {
  type?: string | undefined;
  outcome?: string | undefined;
  delegation?: string | undefined;
}

/** A plain form that leads to an address: a filtered log can be bookmarked and sent to a colleague. */
export function AuditFilter({ query }: { query: AuditQuery }) {
  return (
    <form
      action="/admin/audit"
      className="grid items-end gap-3 sm:grid-cols-2 lg:grid-cols-[1fr_12rem_1fr_auto]"
    >
      <Field label="Type" name="type" required>
        {({ id, name }) => (
          <>
            <Input id={id} name={name} list="audit-types" defaultValue={query.type} placeholder="any" />
            <datalist id="audit-types">
              {commonTypes.map((type) => (
                <option key={type} value={type} />
              ))}
            </datalist>
          </>
        )}
      </Field>
      <Field label="Outcome" name="outcome" required>
        {({ id, name }) => (
          <Select id={id} name={name} defaultValue={query.outcome ?? ''}>
            <option value="">any</option>
            <option value="done">done</option>
            <option value="refused">refused</option>
          </Select>
        )}
      </Field>
      <Field label="Delegation" name="delegation" required>
        {({ id, name }) => (
          <Input
            id={id}
            name={name}
            defaultValue={query.delegation}
            placeholder="dlg_…"
            pattern="dlg_[0-9a-z_]+"
            className="font-mono"
          />
        )}
      </Field>
      <div className="flex gap-2">
        <Button type="submit" look="secondary">
          Filter
        </Button>
        <ButtonLink href="/admin/audit" look="quiet">
          Clear
        </ButtonLink>
      </div>
    </form>
  );
}
