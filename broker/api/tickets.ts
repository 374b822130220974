import { createRoute, z } from '@hono/zod-openapi';
import { delegationSession } from '../delegation/details.ts';
import { closeTicket, reopenTicket } from '../session/close-ticket.ts';
import type { Api } from './environment.ts';
import { body, json, operation, refusals } from './route.ts';

const event = z
  .strictObject({
    ref: delegationSession.shape.purpose.shape.ref.clone().openapi({ example: 'TCK-1042' }),
    status: z.enum(['closed', 'open']),
  })
  .openapi('TicketEvent');

const ended = z
  .object({
    ref: z.string(),
    status: z.enum(['closed', 'open']),
    delegations_ended: z.int(),
    sessions_ended: z.int(),
  })
  .openapi('TicketKnown', { description: 'What was open for the ticket and has ended.' });

export const ticketEvent = createRoute({
  method: 'post',
  path: '/v1/tickets/events',
  tags: ['tickets'],
  summary: 'A ticket was closed: access ends with it, and is asked for again when it was reopened',
  ...operation('ticketEvent', { service: ['tickets.write'] }),
  request: { body: body(event) },
  responses: { 200: json(ended, 'Known; again the same changes nothing more.'), ...refusals(503) },
});

export function ticketCalls(api: Api): void {
  api.openapi(ticketEvent, async (c) => {
    const { ref, status } = c.req.valid('json');
    const said = { principal: c.get('principal'), ref };
    if (status === 'open') {
      await reopenTicket(c.get('context'), said);
      return c.json({ ref, status, delegations_ended: 0, sessions_ended: 0 }, 200);
    }
    const closed = await closeTicket(c.get('context'), said);
    const { delegationsEnded, sessionsEnded } = closed;
    return c.json({ ref, status, delegations_ended: delegationsEnded, sessions_ended: sessionsEnded }, 200);
  });
}
