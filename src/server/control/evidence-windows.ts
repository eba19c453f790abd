import type { Result } from '../../../conformance/index.ts';
import type { Contract } from '../../contract/contract.ts';
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
}

/** The pages in the first piece of evidence of a result that has any. */
export function listEvidenceWindows(
  contract: Contract,
  { evidence }: Pick<Result, 'evidence'>,
): readonly EvidenceWindow[] {
  const all = evidence.map(({ exchanges }) =>
    exchanges.map((exchange, index) => describePage(contract, exchange, index)),
  );
  return all.find((windows) => windows.some(({ count }) => count > 0)) ?? all[0] ?? [];
}

function describePage(
  contract: Contract,
  { url, status, durationMs, body, responseHeaders }: Result['evidence'][number]['exchanges'][number],
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
