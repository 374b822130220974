import type { ComponentProps } from 'react';
import { type ButtonLook, type ButtonSize, buttonClass } from './button-class.ts';

interface Props extends ComponentProps<'button'> {
  look?: ButtonLook;
  size?: ButtonSize;
  /** Says that it is at work, and takes no second press meanwhile. */
  pending?: boolean;
}

export function Button({ look, size, pending = false, disabled, className, type, children, ...rest }: Props) {
  return (
    <button
      {...rest}
      type={type ?? 'button'}
      disabled={disabled === true || pending}
      aria-busy={pending || undefined}
      className={buttonClass(look, size, className)}
    >
      {pending ? <Spinner /> : null}
      {children}
    </button>
  );
}

function Spinner() {
  return (
    <svg viewBox="0 0 16 16" aria-hidden="true" className="animate-spin motion-reduce:animate-none">
      <circle cx="8" cy="8" r="6.5" fill="none" stroke="currentColor" strokeOpacity=".3" strokeWidth="2" />
      <path d="M8 1.5A6.5 6.5 0 0 1 14.5 8" fill="none" stroke="currentColor" strokeWidth="2" />
    </svg>
  );
}
