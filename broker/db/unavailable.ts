import { sqlState } from './retry.ts';

/**
 * Connection lost, refused or timed out, server shutting down or out of room, or a conflict that all tries met:
 * nothing can be committed now.
 */
const CLASSES = /^(08|40|53|57|58)/;
const CODES = new Set([
  'CONNECTION_CLOSED',
  'CONNECTION_ENDED',
  'CONNECTION_DESTROYED',
  'CONNECT_TIMEOUT',
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
]);

/** The driver's words for a connection that is gone, and the server's for one that it closes. */
const LOST = new Set([
  'CONNECTION_CLOSED',
  'CONNECTION_ENDED',
  'CONNECTION_DESTROYED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  '57P01',
  '57P02',
]);

export function connectionIsLost(error: unknown): boolean {
  for (let at = error; at instanceof Error; at = at.cause) {
    if ('code' in at && typeof at.code === 'string' && LOST.has(at.code)) return true;
  }
  return false;
}

export function databaseIsUnavailable(error: unknown): boolean {
  if (CLASSES.test(sqlState(error) ?? '')) return true;
  for (let at = error; at instanceof Error; at = at.cause) {
    if ('code' in at && typeof at.code === 'string' && CODES.has(at.code)) return true;
    if (/PGlite is clos(ed|ing)/.test(at.message)) return true;
  }
  return false;
}
