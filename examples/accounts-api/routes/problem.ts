/** RFC 9457. */
export function problem(status: 400 | 401 | 404 | 422, title: string, headers: Record<string, string> = {}) {
  return new Response(JSON.stringify({ type: 'about:blank', title, status }), {
    status,
    headers: { ...headers, 'Content-Type': 'application/problem+json' },
  });
}
