import { classNames } from '#components/ui/class-names.ts';

/** Two signatures on one line: the second crosses the first, and only together do they reach the end. */
export function SignatureMark({ className }: { className?: string }) {
  return (
    <svg viewBox="0 0 48 32" fill="none" aria-hidden="true" className={classNames('w-auto', className)}>
      <path
        d="M3 20C8 6 14 3 15.500 8C17 13 9 22 13 22.500C17 23 20 12 24 11"
        stroke="currentColor"
        strokeWidth="2.6"
        strokeLinecap="round"
      />
      <path
        d="M17 21C21 11 27 5 29 9.500C30.800 13.600 24 21.500 28 22C33 22.500 38 12 45 8"
        stroke="var(--countersignature)"
        strokeWidth="2.6"
        strokeLinecap="round"
      />
      <path d="M3 28H45" stroke="currentColor" strokeOpacity=".35" strokeWidth="1.6" strokeLinecap="round" />
    </svg>
  );
}
