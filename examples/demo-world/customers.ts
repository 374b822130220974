import { companyName } from './company-names.ts';
import { personName } from './person-names.ts';
import { seededRandom } from './random.ts';
import { slug } from './slug.ts';

export type Mark = 'privileged' | 'staff' | 'minor' | 'legal_hold';

export interface CustomerSeed {
  login: string;
  name: string;
  company: string;
  note: string;
  marks: readonly Mark[];
  /** Set on the private account of somebody who also works here. */
  employeeId?: string;
}

const CAST: readonly CustomerSeed[] = [
  { login: 'mira', name: 'Mira Castellanos', company: 'Hazel & Finch Studio', note: 'Customer', marks: [] },
  { login: 'noel', name: 'Noël Abernathy-Okonkwo', company: 'Low Tide Salvage', note: 'Customer', marks: [] },
  {
    login: 'olga',
    name: 'Olga Petrenko',
    company: 'Northlight Observatory',
    note: 'Privileged customer',
    marks: ['privileged'],
  },
  {
    login: 'benno',
    name: 'Benno Achterberg',
    company: 'Private',
    note: 'Private account of Ben, who works in support',
    marks: ['staff'],
    employeeId: 'E-1002',
  },
  {
    login: 'tessa',
    name: 'Tessa Oyelowo',
    company: 'Private',
    note: 'Private account of Tess, a team lead',
    marks: [],
    employeeId: 'E-2001',
  },
  {
    login: 'teo',
    name: 'Teodoro Quispe Mamani',
    company: 'Eastgate Schools',
    note: 'Minor',
    marks: ['minor'],
  },
  {
    login: 'uma',
    name: 'Uma Krishnamurthy',
    company: 'Kestrel Freight',
    note: 'Under legal hold',
    marks: ['legal_hold'],
  },
  { login: 'ivo', name: 'Ivo van den Bergh', company: 'Sandpiper Ferries', note: 'Customer', marks: [] },
  { login: 'kai', name: 'Kai Kahananui', company: 'Driftwood Outfitters', note: 'Customer', marks: [] },
  { login: 'lena', name: 'Lena Brzęczyszczykiewicz', company: 'Quince Bakery', note: 'Customer', marks: [] },
  {
    login: 'rosa',
    name: 'María Rosa de los Ángeles Fernández-Villaverde y Ruiz de Alarcón',
    company: 'Saltmarsh Cartography',
    note: 'Customer with a long name',
    marks: [],
  },
  { login: 'yuki', name: 'Yuki Hashimoto', company: 'Paper Moon Press', note: 'Customer', marks: [] },
];

export const CUSTOMER_COUNT = 200;

export function customers(): CustomerSeed[] {
  const random = seededRandom('northwind cloud: customers');
  const all = [...CAST];
  const logins = new Set(all.map((customer) => customer.login));
  while (all.length < CUSTOMER_COUNT) {
    const { given, family } = personName(random);
    const login = `${slug(given)}.${slug(family)}`;
    const company = companyName(random);
    if (logins.has(login)) continue;
    logins.add(login);
    all.push({ login, name: `${given} ${family}`, company, note: 'Customer', marks: [] });
  }
  return all;
}
