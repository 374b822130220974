/** The look that every text control shares. */
export const controlClass =
  'w-full rounded-control border border-line-strong bg-surface px-3 text-base text-ink shadow-inset sm:text-sm ' +
  'placeholder:text-faint hover:border-muted aria-invalid:border-danger disabled:bg-sunken disabled:text-muted';
