import { createRoute, z } from '@hono/zod-openapi';
import { delegationSession } from '../delegation/details.ts';
import { closeTicket } from '../session/close-ticket.ts';
import type { Api } from './environment.ts';
import { body, json, operation, refusals } from './route.ts';

const event = z
  .strictObject({
    ref: delegationSession.shape.purpose.shape.ref.clone().openapi({ example: 'TCK-1042' }),
    status: z.literal('closed'),
  })
  .openapi('TicketEvent');

const ended = z
  .object({ ref: z.string(), delegations_ended: z.int(), sessions_ended: z.int() })
  .openapi('TicketClosed', { description: 'What was open for the ticket and has ended.' });

export const ticketEvent = createRoute({
  method: 'post',
  path: '/v1/tickets/events',
  tags: ['tickets'],
  summary: 'A ticket was closed: access ends with it',
  ...operation('ticketEvent', { service: ['tickets.write'] }),
  request: { body: body(event) },
  responses: { 200: json(ended, 'Ended; again the same ends nothing more.'), ...refusals(503) },
});

export function ticketCalls(api: Api): void {
  api.openapi(ticketEvent, async (c) => {
    const { ref } = c.req.valid('json');
    const closed = await closeTicket(c.get('context'), { principal: c.get('principal'), ref });
    const { delegationsEnded, sessionsEnded } = closed;
    return c.json({ ref, delegations_ended: delegationsEnded, sessions_ended: sessionsEnded }, 200);
  });
}
