import type { Json } from '../../contract/contract.ts';
import { placeCredentials, usualSchemes } from '../../contract/credentials.ts';
import type { Exchange } from '../../journal/exchange.ts';
import type { JournalEntry } from '../../journal/journal-entry.ts';
import { foldRequest } from '../../mock/folded-request.ts';
import { locateNeighbour, NEIGHBOUR_ROLES, type NeighbourRole, readId, readPage } from '../../page/page-reader.ts';
import { parseQuery } from '../../page/query.ts';
import type { Session } from '../sessions/session.ts';

/** What the response of an exchange has of a list. */
export interface PageOfExchange {
  /** As they were received, in their order; none where the response is no page. */
  readonly rows: readonly { readonly identity: string; readonly row: { readonly [field: string]: Json } }[];
  /** As the response says it. */
  readonly total?: number;
  /** Requests by which a client goes on from here, by the contract's own means: links, tokens, or counting. */
  readonly neighbours: Readonly<Partial<Record<NeighbourRole, Neighbour>>>;
  /** Whose credential the request carried. */
  readonly caller?: { readonly as: string; readonly tenant: string };
}

/** A request for a page beside another one; all that it does not name is as it was. */
interface Neighbour {
  /** Without credentials; of a list that is read by POST, with the parameters of its body. */
  readonly query: string;
}

/**
 * Reads the page that an exchange gave.
 *
 * @param shown - the exchange as it may be shown
 */
export function describePage(session: Session, exchange: Exchange, shown: JournalEntry): PageOfExchange {
  const { contract, isList, response } = exchange;
  const caller = findCaller(session, exchange);
  const page = contract !== undefined && isList ? readPage(contract, response) : undefined;
  if (contract === undefined || page === undefined) return { rows: [], neighbours: {}, ...(caller && { caller }) };
  const [, query = ''] = shown.request.url.split('?');
  const request = foldRequest(contract, { query, headers: shown.request.headers, body: shown.request.body });
  const neighbours = NEIGHBOUR_ROLES.flatMap((role) => {
    const found = locateNeighbour(contract, request, page, role);
    return found === undefined ? [] : [[role, { query: found.query }] as const];
  });
  const total = page.read('total');
  return {
    rows: page.items.map((row) => ({ identity: readId(contract, row), row })),
    ...(typeof total === 'number' && { total }),
    neighbours: Object.fromEntries(neighbours),
    ...(caller && { caller }),
  };
}

/** @returns the first credential that the request carries whole; `undefined`: none that is known */
function findCaller({ lists }: Session, { contract, request }: Exchange): PageOfExchange['caller'] {
  const list = lists.find((one) => one.contract.id === contract?.id);
  if (list === undefined) return undefined;
  const given = parseQuery(request.query);
  for (const { name, credentials } of list.state.tenants) {
    for (const { as, values } of credentials) {
      const placed = placeCredentials(usualSchemes(list.contract), (scheme) => values[scheme.name] ?? '');
      const sent = Object.entries(placed.headers);
      const isSent =
        sent.every(([header, value]) => request.headers[header.toLowerCase()] === value) &&
        placed.query.every(([key, value]) => given.some(([other, own]) => other === key && own === value));
      if (isSent && sent.length + placed.query.length > 0) return { as, tenant: name };
    }
  }
  return undefined;
}
