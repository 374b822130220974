/** The session cannot be used any more from here. */
export class SessionOver extends Error {
  constructor(message = 'This session is over. Nothing more can be done in it.') {
    super(message);
    this.name = 'SessionOver';
  }
}
