import type { Contract } from '../../contract/contract.ts';
import type { MockRequest } from '../../mock/message.ts';
import { createLinkFactory } from '../../page/create-link-factory.ts';
import { parseQuery } from '../../page/parse-query.ts';

/** Writes what leads from the page of a request to a position; `undefined` is the first page, of numbers and offsets. */
export type LinkWriter = (request: MockRequest, position: string | undefined) => string | number;

/** Compiles the writing of links and tokens as the pages of a contract have them. */
export function createLinkWriter(contract: Contract): LinkWriter {
  const { page } = contract;
  if (page.style === 'keyset') return (_request, position) => position ?? '';
  if (page.style === 'offset') return (_request, position) => Number(position ?? 0);
  const prepare = createLinkFactory(contract, page.links);
  return ({ origin, path, query }, position) => {
    return prepare({ origin, path, query: parseQuery(query) })(position ?? '1', position === undefined);
  };
}
