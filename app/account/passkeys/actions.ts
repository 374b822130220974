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

export const registrationOptions = action('customer', z.object({}), options);
export const addPasskey = action('customer', newPasskey, add);
export const removePasskey = action('customer', onePasskey, remove);
