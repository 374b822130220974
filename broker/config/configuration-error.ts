import type { z } from 'zod';

export class ConfigurationError extends Error {
  override readonly name = 'ConfigurationError';
}

export function refuseUnusable(where: string, error: z.ZodError): never {
  const faults = error.issues.map((issue) => `${issue.path.join('.') || where}: ${issue.message}`);
  throw new ConfigurationError(`${where} is not usable. ${faults.join('; ')}.`);
}
