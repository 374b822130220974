/** What people call the domain that they sign in to. */
export const doors: Readonly<Record<string, string>> = {
  support: 'Support',
  admin: 'Administration',
  customer: 'Customers',
};
