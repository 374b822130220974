import type { PasskeySettings } from '../../config/passkeys.ts';
import type { Context } from '../../context.ts';
import { Refusal } from '../../errors.ts';

export function relyingParty({ config }: Pick<Context, 'config'>): PasskeySettings {
  if (config.passkeys) return config.passkeys;
  throw new Refusal('passkeys_not_configured', 'Passkeys are not set up at this broker.');
}
