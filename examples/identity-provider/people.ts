import { createHash, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';

const personSchema = z.strictObject({
  sub: z.string().min(1),
  login: z.string().min(1),
  password: z.string().min(1),
  name: z.string().min(1),
  email: z.email(),
  groups: z.array(z.string()),
  employeeId: z.string().min(1).optional(),
  note: z.string(),
});

const residents = z.array(personSchema).min(1);

export const peopleSchema = z.strictObject({ support: residents, admin: residents, customer: residents });

export type Person = z.infer<typeof personSchema>;

export interface People {
  readonly all: readonly Person[];
  /** From the next sign-in on. */
  replace(all: readonly Person[]): void;
  bySubject(sub: string): Person | undefined;
  withPassword(login: string, password: string): Person | undefined;
}

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();

function index(all: readonly Person[]) {
  const bySubject = new Map(all.map((person) => [person.sub, person]));
  const byLogin = new Map(all.map((person) => [person.login, person]));
  if (byLogin.size !== all.length || bySubject.size !== all.length)
    throw new Error('a login or sub stands twice');
  return { all, bySubject, byLogin };
}

export function people(first: readonly Person[]): People {
  let now = index(first);
  return {
    get all() {
      return now.all;
    },
    replace(all) {
      now = index(all);
    },
    bySubject: (sub) => now.bySubject.get(sub),
    withPassword(login, password) {
      const person = now.byLogin.get(login);
      const matches = timingSafeEqual(digest(password), digest(person?.password ?? ''));
      return matches && password !== '' ? person : undefined;
    },
  };
}
