'use server';

import { z } from 'zod';
import {
  addPasskey as add,
  decidedPasskey,
  newPasskey,
  onePasskey,
  registrationOptions as options,
  prepareEnrolment as prepare,
  removePasskey as remove,
  signEnrolment as sign,
  signedEnrolment,
} from '#app/_views/passkey-verbs.ts';
import { action } from '#lib/actions/action.ts';

export const registrationOptions = action('customer', z.object({}), options);
export const addPasskey = action('customer', newPasskey, add);
export const removePasskey = action('customer', onePasskey, remove);
export const prepareEnrolment = action('customer', decidedPasskey, prepare);
export const signEnrolment = action('customer', signedEnrolment, sign);
