'use server';

import { enter } from '#lib/auth/enter.ts';
import { leave } from '#lib/auth/leave.ts';

export async function signIn(form: FormData): Promise<void> {
  const next = form.get('next');
  await enter('admin', typeof next === 'string' ? next : undefined);
}

export async function signOut(): Promise<void> {
  await leave('admin');
}
