import type { ComponentProps } from 'react';
import { Link } from '#components/ui/link.tsx';
import { type ButtonLook, type ButtonSize, buttonClass } from './button-class.ts';

interface Props extends ComponentProps<typeof Link> {
  look?: ButtonLook;
  size?: ButtonSize;
}

export function ButtonLink({ look, size, className, ...rest }: Props) {
  return <Link {...rest} className={buttonClass(look, size, className)} />;
}
