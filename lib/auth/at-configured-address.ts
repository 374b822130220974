import 'server-only';
import { NextRequest } from 'next/server';
import { readConfig } from '#lib/config.ts';

type Handler = (request: NextRequest) => Promise<Response>;

/** Callback URLs and cookies are made from the configured address, never from the `Host` that a request named. */
export function atConfiguredAddress(handler: Handler): Handler {
  return (request) => {
    const { pathname, search } = request.nextUrl;
    return handler(new NextRequest(new URL(`${pathname}${search}`, readConfig().url), request));
  };
}
