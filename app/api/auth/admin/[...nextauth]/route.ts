import { atConfiguredAddress } from '#lib/auth/at-configured-address.ts';
import { instances } from '#lib/auth/instance.ts';

const { GET: get, POST: post } = instances.admin.handlers;

export const GET = atConfiguredAddress(get);
export const POST = atConfiguredAddress(post);
