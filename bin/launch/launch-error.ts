/** What the person who typed `npm start` can do something about; anything else is a bug and keeps its stack. */
export class LaunchError extends Error {
  override readonly name = 'LaunchError';
}
