export interface PasskeyView {
  id: string;
  name: string;
  state: 'pending' | 'active' | 'removed';
  /** A short hash of the public key, to be read aloud to whoever lets the key in. */
  fingerprint: string;
  /** How its owner lets it in, where nobody else does. */
  letInBy?: 'mail' | 'earlier key';
  /** Nothing but a sign-in speaks for it. */
  isUnvouched?: boolean;
  createdAt: string;
  lastUsedAt?: string;
}

/** A key of somebody else, which waits for a person who is enrolled. */
export interface PendingPasskey extends PasskeyView {
  owner: { id: string; name: string };
}
