'use server';

import { z } from 'zod';
import {
  addPasskey as add,
  newPasskey,
  onePasskey,
  registrationOptions as options,
  removePasskey as remove,
} from '#app/_views/passkey-verbs.ts';
import { action } from '#lib/actions/action.ts';

export const registrationOptions = action('support', z.object({}), options);
export const addPasskey = action('support', newPasskey, add);
export const removePasskey = action('support', onePasskey, remove);
