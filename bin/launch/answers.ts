import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Agent, type Dispatcher, fetch } from 'undici';

/** How the launcher reaches programs that have a certificate of the development CA. */
export function trusting(data: string): Dispatcher {
  return new Agent({ connect: { ca: readFileSync(join(data, 'tls/ca.crt'), 'utf8') } });
}

/** Whether anything answers at the address, and not with a fault of its own. */
export async function answers(url: string, dispatcher: Dispatcher): Promise<boolean> {
  try {
    const response = await fetch(url, {
      dispatcher,
      redirect: 'manual',
      signal: AbortSignal.timeout(10_000),
    });
    await response.body?.cancel();
    return response.status < 500;
  } catch {
    return false;
  }
}

/** Whether the address answers 200. */
export async function answersWell(url: string, dispatcher: Dispatcher): Promise<boolean> {
  try {
    const response = await fetch(url, {
      dispatcher,
      redirect: 'manual',
      signal: AbortSignal.timeout(10_000),
    });
    await response.body?.cancel();
    return response.status === 200;
  } catch {
    return false;
  }
}
