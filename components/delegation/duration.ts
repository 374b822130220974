/** `900` → "15 minutes", `5400` → "1 hour 30 minutes". */
export function spellDuration(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  const parts: [number, string][] = [
    [Math.floor(whole / 86400), 'day'],
    [Math.floor((whole % 86400) / 3600), 'hour'],
    [Math.floor((whole % 3600) / 60), 'minute'],
    [whole % 60, 'second'],
  ];
  const said = parts.filter(([count]) => count > 0).map(([count, unit]) => plural(count, unit));
  return said.slice(0, 2).join(' ') || '0 seconds';
}

/** A clock face for a countdown: `3725` → "1:02:05". */
export function clockFace(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  const two = (value: number) => String(value).padStart(2, '0');
  const [hours, minutes, rest] = [Math.floor(whole / 3600), Math.floor((whole % 3600) / 60), whole % 60];
  return hours > 0 ? `${hours}:${two(minutes)}:${two(rest)}` : `${minutes}:${two(rest)}`;
}

export function plural(count: number, unit: string): string {
  return `${count} ${unit}${count === 1 ? '' : 's'}`;
}

/** The lengths a person may choose, up to and with the longest. */
export function durationSteps(longestS: number, chosenS?: number): number[] {
  const steps = [60, 120, 300, 600, 900, 1200, 1800, 2700, 3600].filter((step) => step < longestS);
  const all = new Set([
    ...steps,
    longestS,
    ...(chosenS !== undefined && chosenS <= longestS ? [chosenS] : []),
  ]);
  return [...all].sort((a, b) => a - b);
}
