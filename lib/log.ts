import 'server-only';
import pino from 'pino';

export const log = pino({ name: 'console', level: process.env.LOG_LEVEL ?? 'info' });
