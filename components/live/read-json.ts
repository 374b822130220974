/** Reads a view from the console. A refusal becomes an error that a person may read. */
export async function readJson<T>(url: string, init: RequestInit = {}): Promise<T> {
  const response = await send(url, init);
  if (response.status === 401 || response.redirected) {
    throw new Error('You are signed out. Sign in again in another tab; what you typed stays here.');
  }
  if (!(response.headers.get('content-type') ?? '').includes('json')) {
    throw new Error('The console gave no usable answer. Try again in a moment.');
  }
  const body: unknown = await response.json();
  if (!response.ok) throw new Error(messageOf(body));
  return body as T;
}

async function send(url: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(url, { ...init, headers: { accept: 'application/json', ...init.headers } });
  } catch (cause) {
    if (init.signal?.aborted) throw cause;
    throw new Error('The console cannot be reached. Check your connection.', { cause });
  }
}

function messageOf(body: unknown): string {
  return typeof body === 'object' && body !== null && 'message' in body && typeof body.message === 'string'
    ? body.message
    : 'This could not be read. Try again in a moment.';
}
