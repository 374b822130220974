export interface StaffSeed {
  domain: 'support' | 'admin';
  login: string;
  name: string;
  title: string;
  employeeId: string;
  groups: readonly string[];
}

/** Cleo has an account in both domains: one person, one employee id. */
export const STAFF: readonly StaffSeed[] = [
  {
    domain: 'support',
    login: 'ana',
    name: 'Ana Sorensen',
    title: 'Support agent',
    employeeId: 'E-1001',
    groups: ['support-agents'],
  },
  {
    domain: 'support',
    login: 'ben',
    name: 'Ben Achterberg',
    title: 'Support agent',
    employeeId: 'E-1002',
    groups: ['support-agents'],
  },
  {
    domain: 'support',
    login: 'cleo',
    name: 'Cleo Marchetti',
    title: 'Senior support agent, also a team lead',
    employeeId: 'E-1003',
    groups: ['support-agents', 'support-seniors'],
  },
  {
    domain: 'support',
    login: 'eve',
    name: 'Eve Nakashima',
    title: 'Support agent, emergency responder',
    employeeId: 'E-1004',
    groups: ['support-agents', 'emergency-responders'],
  },
  {
    domain: 'admin',
    login: 'tess',
    name: 'Tess Oyelowo',
    title: 'Team lead',
    employeeId: 'E-2001',
    groups: ['team-leads'],
  },
  {
    domain: 'admin',
    login: 'cleo',
    name: 'Cleo Marchetti',
    title: 'Team lead, also a support agent',
    employeeId: 'E-1003',
    groups: ['team-leads'],
  },
  {
    domain: 'admin',
    login: 'sam',
    name: 'Sam Whitcombe',
    title: 'Security reviewer',
    employeeId: 'E-2002',
    groups: ['security'],
  },
  {
    domain: 'admin',
    login: 'sol',
    name: 'Sol Ibarra',
    title: 'Security reviewer',
    employeeId: 'E-2003',
    groups: ['security'],
  },
  {
    domain: 'admin',
    login: 'pia',
    name: 'Pia Hallström',
    title: 'Policy owner',
    employeeId: 'E-2004',
    groups: ['policy-owners'],
  },
  {
    domain: 'admin',
    login: 'pat',
    name: 'Pat Kowalczyk',
    title: 'Policy owner',
    employeeId: 'E-2005',
    groups: ['policy-owners'],
  },
  {
    domain: 'admin',
    login: 'emil',
    name: 'Emil Vance',
    title: 'Emergency approver',
    employeeId: 'E-2006',
    groups: ['emergency-approvers'],
  },
  {
    domain: 'admin',
    login: 'edda',
    name: 'Edda Rúnarsdóttir',
    title: 'Emergency approver, also a people administrator',
    employeeId: 'E-2007',
    groups: ['emergency-approvers', 'people-admins'],
  },
  {
    domain: 'admin',
    login: 'audra',
    name: 'Audra Bellweather',
    title: 'Auditor',
    employeeId: 'E-2008',
    groups: ['auditors'],
  },
  {
    domain: 'admin',
    login: 'max',
    name: 'Max Delacroix',
    title: 'People administrator',
    employeeId: 'E-2009',
    groups: ['people-admins'],
  },
];

export const ROLE_OF_GROUP: Readonly<Record<string, string>> = {
  'support-agents': 'agent',
  'support-seniors': 'senior',
  'emergency-responders': 'emergency',
  'team-leads': 'approver',
  security: 'approver',
  'policy-owners': 'policy_owner',
  auditors: 'auditor',
  'people-admins': 'people_admin',
  'emergency-approvers': 'emergency_approver',
};
