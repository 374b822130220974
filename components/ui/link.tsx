import NextLink from 'next/link';
import type { ComponentProps } from 'react';

/**
 * Every page here is drawn for one person, now, from the broker: drawing what nobody has asked for yet costs as much,
 * and would be old when it is wanted.
 */
export function Link(props: ComponentProps<typeof NextLink>) {
  return <NextLink {...props} prefetch={false} />;
}
