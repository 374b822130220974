/** What ends a sign-in by itself. */
export interface Detection {
  /** More rotations of one family than this within so many seconds. */
  refreshStorm: { rotations: number; seconds: number } | 'off';
  /** The right client shows a token with another key than it is bound to. */
  otherKey: 'end' | 'ignore';
  /** A relay asserts another network than the sign-in began in. */
  otherNetwork: 'end' | 'ignore';
}

export const detectionByDefault: Detection = {
  refreshStorm: { rotations: 120, seconds: 60 },
  otherKey: 'end',
  otherNetwork: 'end',
};

/** As `120/60`, or `off`. */
export function refreshStorm(text: string): Detection['refreshStorm'] {
  const [rotations, seconds] = text.split('/').map(Number);
  return rotations === undefined || seconds === undefined ? 'off' : { rotations, seconds };
}
