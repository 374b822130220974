export function messages(errors: readonly { message: string }[]): string[] {
  return errors.map((error) => error.message);
}
