import type { Client } from '../clients/store.ts';
import type { Form } from '../form.ts';
import type { ProvenSender } from '../sender-proof.ts';

/** A request to the token endpoint whose client and sender are known. */
export interface TokenRequest {
  readonly client: Client;
  readonly sender: ProvenSender;
  readonly form: Form;
}
