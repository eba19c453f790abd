import { PagewrightError } from '../../contract/error.ts';
import { EXCHANGE_FILTERS, readExchangeFilter } from '../../journal/exchange-filter.ts';
import { sendResponse } from '../http/response.ts';
import { jsonResponse } from '../problem.ts';
import type { AdminRoute } from './call.ts';
import { sendEvents } from './events.ts';

/** The journal, and the audit of it. */
export const journalRoutes: readonly AdminRoute[] = [
  {
    method: 'get',
    path: '/journal',
    query: EXCHANGE_FILTERS,
    run: ({ session, query }) => session.journal.list(readExchangeFilter(query)),
  },
  { method: 'delete', path: '/journal', run: ({ session }) => session.journal.clear() },
  {
    method: 'get',
    path: '/journal.har',
    query: EXCHANGE_FILTERS,
    run: ({ session, query }) => session.journal.har(readExchangeFilter(query)),
    send(call) {
      const disposition = ['Content-Disposition', `attachment; filename="${call.session.id}.har"`] as const;
      sendResponse(call.request, call.response, jsonResponse(200, this.run(call), [disposition]));
    },
  },
  {
    method: 'get',
    path: '/journal/stream',
    query: EXCHANGE_FILTERS,
    begins: true,
    run: () => undefined,
    send: sendEvents,
  },
  {
    method: 'get',
    path: '/journal/:exchange',
    run: ({ session, part }) => {
      const id = part('exchange');
      const entry = /^\d{1,15}$/.test(id) ? session.journal.get(Number(id)) : undefined;
      if (entry !== undefined) return entry;
      throw new PagewrightError(
        'unknown-exchange',
        `Unknown exchange ${id}: it never was in the journal, or was dropped`,
      );
    },
  },
  {
    method: 'get',
    path: '/audit',
    query: ['contract'],
    run: ({ session, query }) => session.audit(query['contract']),
  },
];
