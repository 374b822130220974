import pino, { type Logger } from 'pino';

const TOKEN = /\beyJ[\w-]+(?:\.[\w-]+)+/g;
const FRAMES = 8;
const CAUSES = 4;

const withoutTokens = (text: string): string => text.replace(TOKEN, '[token]');

/** A database error carries its parameters, and those carry people's data: only the statement's shape is kept. */
function firstLine(error: Error): string {
  return withoutTokens((error.message.split('\nparams:')[0] ?? '').slice(0, 500));
}

export function describeError(error: unknown, depth = 0): unknown {
  if (!(error instanceof Error)) return { type: typeof error };
  const code = 'code' in error && typeof error.code === 'string' ? error.code : undefined;
  const frames = (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line));
  return {
    type: error.name,
    message: firstLine(error),
    ...(code ? { code } : {}),
    at: frames.slice(0, FRAMES).map((line) => line.trim()),
    ...(error.cause && depth < CAUSES ? { cause: describeError(error.cause, depth + 1) } : {}),
  };
}

/** Never a token, proof, credential, cookie or body: what is logged is chosen, and the redaction is for mistakes. */
export function createLogger(level: string, destination?: pino.DestinationStream): Logger {
  const secret = ['authorization', 'dpop', 'cookie', '["set-cookie"]', '["client-cert"]', 'body'];
  return pino(
    {
      level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      serializers: { err: (error: unknown) => describeError(error) },
      redact: {
        paths: secret.flatMap((name) => {
          const member = name.startsWith('[') ? name : `.${name}`;
          return [name, `*${member}`, `*.*${member}`];
        }),
        censor: '[redacted]',
      },
    },
    destination ?? pino.destination({ fd: 1, sync: true }),
  );
}
