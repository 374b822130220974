import type { Asserted } from '../../http/asserted.ts';
import type { Client } from '../clients/store.ts';
import type { Form } from '../form.ts';
import type { ProvenSender } from '../sender-proof.ts';
import type { SingleUse } from '../single-use.ts';

/** A request to the token endpoint whose client and sender are known. */
export interface TokenRequest {
  readonly client: Client;
  readonly sender: ProvenSender;
  readonly form: Form;
  /** Nothing, unless the client is a relay. */
  readonly asserted: Asserted;
  /** Still to be used up, and taken out by whoever does it: before anything has an effect, or with it. */
  readonly uses: SingleUse[];
}
