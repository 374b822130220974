/** Enough to recognise, too little to write to: `m•••@e•••.com`. */
export function maskEmail(email: string | undefined): string {
  const [local, domain] = (email ?? '').split('@');
  if (!local || !domain) return '';
  const ending = domain.includes('.') ? domain.slice(domain.lastIndexOf('.')) : '';
  return `${[...local][0] ?? ''}•••@${[...domain][0] ?? ''}•••${ending}`;
}
