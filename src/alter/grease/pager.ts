import type { Contract } from '../../contract/contract.ts';
import { hashText, scaleHash } from '../../dataset/random.ts';
import { createListMock, type ListMock, type ListMockOptions } from '../../mock/list.ts';

import type { MockRequest, MockResponse } from '../../mock/message.ts';
import { type Item, readId, readPage, writeBody } from '../../page/page-reader.ts';
import { changeParameters, parseQuery, readValues } from '../../page/query.ts';

import { keyOfSelection } from '../../store/selection.ts';
import { changeTokens } from '../edits.ts';
import type { Dice } from '../random.ts';
import { shortenPage } from '../short-pages.ts';
import { bendTables, selectTurned } from '../tables.ts';
import type { GreaseName } from './features.ts';
import { createLinkDress } from './link-codec.ts';
import { leavesOrderOpen } from './openness.ts';
import { createTokenDress, type DressedToken, type TokenDress } from './token-codec.ts';

/** Answers requests with pages that join up in another way each time. */
export interface Walker {
  /** The mock beneath. */
  readonly list: ListMock;
  answer(request: MockRequest, dice: Dice): MockResponse | undefined;
}

/** A request as the mock understands it. */
interface Undressed {
  readonly request: MockRequest;
  /** How ties come in the walk that its token belongs to; absent: no token tells. */
  readonly isTurned?: boolean;
}

/** Makes a walker with the greases of tokens, ties, page sizes and links that are switched on. */
export function createWalker(options: ListMockOptions, seed: string, greases: ReadonlySet<GreaseName>): Walker {
  const { contract } = options.world;
  const dress = greases.has('token-format') ? createTokenDress(options.key, contract.id) : undefined;
  const links = greases.has('link-parameters') ? createLinkDress(contract) : undefined;
  // Of the request that is being answered: what its token says, and in the end what its page has.
  let isTurned: boolean | undefined;
  const bendWorld = bendTables((selection, table) => {
    isTurned ??=
      greases.has('tie-order') &&
      leavesOrderOpen(contract, selection.order) &&
      hashText(`${seed} ties ${keyOfSelection(selection).whole}`) % 2 === 0;
    return isTurned ? selectTurned(selection, table) : table.select(selection);
  }, false);
  const list = createListMock({ ...options, world: bendWorld(options.world) });

  /** The same for the same rows: a page that is asked for again is no other. */
  function chooseSize(limit: number, [first]: readonly Item[]): number {
    const hash = hashText(`${seed} size ${limit} ${first === undefined ? '' : readId(contract, first)}`);
    return hash % 2 === 0 ? limit : 1 + scaleHash(hash, limit);
  }

  return {
    list,
    answer(sent, dice) {
      const followed = links?.read(sent) ?? sent;
      const undressed: Undressed = dress === undefined ? { request: followed } : undress(contract, dress, followed);
      const { request } = undressed;
      isTurned = undressed.isTurned;
      const isShort = greases.has('short-pages');
      const response = isShort ? shortenPage(contract, list.handle, request, chooseSize) : list.handle(request);
      const page = readPage(contract, response);
      if (response === undefined || page === undefined) return response;
      const mark = isTurned === true;
      if (dress !== undefined) changeTokens(contract, page, (token) => dress.write({ token, isTurned: mark }, dice));
      links?.write(page, dice);
      return writeBody(response, page.body);
    },
  };
}

/**
 * The request with the mock's own tokens in place of dressed ones. What is none stays as it is: it may be a token from before
 * there was any dress, and if it is not, the mock refuses it.
 */
function undress(contract: Contract, dress: TokenDress, request: MockRequest): Undressed {
  const { position } = contract.page;
  const read = new Map<string, DressedToken | undefined>();
  const undressed = changeParameters(request, (name, value) => {
    if (name !== position || value === '') return value;
    const found = dress.read(value);
    read.set(value, found);
    return found?.token ?? value;
  });
  const [text = ''] = readValues(parseQuery(request.query), position, contract.query);
  if (!read.has(text)) return { request };
  return { request: undressed, isTurned: read.get(text)?.isTurned ?? false };
}
