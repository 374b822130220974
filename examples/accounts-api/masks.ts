const HIDDEN = '•••';

/** The first letter and the domain. */
export function maskedEmail(email: string): string {
  const at = email.lastIndexOf('@');
  const [first = ''] = email;
  return at < 1 ? HIDDEN : `${first}${HIDDEN}${email.slice(at)}`;
}

/** The last two digits. */
export function maskedPhone(phone: string): string {
  const digits = phone.replace(/\D/g, '');
  return digits.length < 6 ? HIDDEN : `${HIDDEN} ${digits.slice(-2)}`;
}

/** What stands behind the last comma, such as the town. */
export function maskedAddress(address: string): string {
  const comma = address.lastIndexOf(',');
  return comma < 0 ? HIDDEN : `${HIDDEN},${address.slice(comma + 1)}`;
}
