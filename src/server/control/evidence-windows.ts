import type { Result } from '../../../conformance/index.ts';
import type { Contract } from '../../contract/contract.ts';
import { type Exchange, readSender } from '../../journal/exchange.ts';
import type { Journal } from '../../journal/journal.ts';
import { readId, readPage } from '../../page/page-reader.ts';

/** A page in the evidence of a result: of a list that nobody has as a whole, its rows are what is known. */
export interface EvidenceWindow {
  /** Its number, from 1, in the order in which the pages were asked for. */
  readonly request: number;
  /** 0 where there was no response. */
  readonly status: number;
  readonly durationMs: number;
  /** The request's own query, without credentials. */
  readonly query: string;
  /** How many rows the response had. */
  readonly count: number;
  /** As the response says it. */
  readonly total?: number;
  /** Identities of its rows, in their order. */
  readonly identities: readonly string[];
  /** The id of the exchange, of the session's own list while its journal has it. */
  readonly exchange?: number;
}

type Asked = Result['evidence'][number]['exchanges'][number];

/**
 * The pages in the first piece of evidence of a result that has any.
 *
 * @param find - the id of the exchange that a session's journal has of a request
 */
export function listEvidenceWindows(
  contract: Contract,
  { evidence }: Pick<Result, 'evidence'>,
  find: (asked: Asked) => number | undefined = () => undefined,
): readonly EvidenceWindow[] {
  const all = evidence.map(({ exchanges }) =>
    exchanges.map((asked, index): EvidenceWindow => {
      const exchange = find(asked);
      return { ...describePage(contract, asked, index), ...(exchange !== undefined && { exchange }) };
    }),
  );
  return all.find((windows) => windows.some(({ count }) => count > 0)) ?? all[0] ?? [];
}

function describePage(
  contract: Contract,
  { url, status, durationMs, body, responseHeaders }: Asked,
  index: number,
): EvidenceWindow {
  const page = readPage(contract, {
    status,
    headers: Object.entries(responseHeaders),
    body: Buffer.from(body, 'utf8').toString('latin1'),
  });
  const identities = page === undefined ? [] : page.items.map((item) => readId(contract, item));
  const total = page?.read('total');
  const [, query = ''] = url.split('?');
  return {
    request: index + 1,
    status,
    durationMs,
    query,
    count: identities.length,
    ...(typeof total === 'number' && { total }),
    identities,
  };
}

/**
 * Finds what the suite asked in the journal of the list that it asked: the latest request of the suite's with the same parameters, in
 * whatever order, and the same body.
 *
 * @returns its id; `undefined` once the journal has dropped it
 */
export function findAsked({ id }: Contract, journal: Journal, { method, url, requestBody }: Asked): number | undefined {
  const query = sortQuery(url.split('?').slice(1).join('?'));
  const isSame = ({ contract, isList, request }: Exchange): boolean => {
    if (contract?.id !== id || !isList || request.method !== method) return false;
    return sortQuery(request.query) === query && (request.body ?? '') === (requestBody ?? '');
  };
  for (const exchange of journal.newest()) {
    if (readSender(exchange) === 'suite' && isSame(exchange)) return exchange.id;
  }
  return undefined;
}

function sortQuery(query: string): string {
  const parameters = new URLSearchParams(query);
  parameters.sort();
  return parameters.toString();
}
