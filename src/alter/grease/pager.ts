import type { Contract } from '../../contract/contract.ts';
import { backwardOf } from '../../contract/page-parameters.ts';
import { createRandom, hashText, scaleHash } from '../../dataset/random.ts';
import type { MockRequest } from '../../mock/message.ts';
import { type Item, readId, readPage, writePage } from '../../page/page-reader.ts';
import { changeParameters, parseQuery, readValues } from '../../page/query.ts';
import { keyOfSelection } from '../../store/selection.ts';
import { changeTokens } from '../edits.ts';
import type { Alteration, AlterationContext, Handler } from '../engine.ts';
import { shortenPage } from '../short-pages.ts';
import { overrideTables, selectReversedTies } from '../tables.ts';
import type { FeatureName } from './features.ts';
import { createLinkCodec } from './link-codec.ts';
import { leavesOrderOpen } from './openness.ts';
import { createTokenCodec, type GreasedToken, type TokenCodec } from './token-codec.ts';

/** A request as the mock understands it. */
interface DecodedRequest {
  readonly request: MockRequest;
  /** How ties come in the walk that its token belongs to; absent: no token tells. */
  readonly isReversed?: boolean;
}

/**
 * Makes pages join up in another way each time: by the features of tokens, ties, page sizes and links among those that are on.
 * It belongs to one list.
 */
export function greasePages(contract: Contract, features: ReadonlySet<FeatureName>, seed: string): Alteration {
  // Of the request that is being handled: what its token says, and in the end what its page has.
  let isReversed: boolean | undefined;

  /** The same for the same rows: a page that is requested again is no other. */
  function chooseSize(limit: number, [first]: readonly Item[]): number {
    const hash = hashText(`${seed} size ${limit} ${first === undefined ? '' : readId(contract, first)}`);
    return hash % 2 === 0 ? limit : 1 + scaleHash(hash, limit);
  }

  function wrap({ handle, key }: AlterationContext): Handler {
    const tokens = features.has('token-format') ? createTokenCodec(key, contract.id) : undefined;
    const links = features.has('link-parameters') ? createLinkCodec(contract) : undefined;
    let count = 0;
    return (sent) => {
      const random = createRandom(`${seed} page ${count}`);
      count += 1;
      const followed = links?.decode(sent) ?? sent;
      const decoded: DecodedRequest =
        tokens === undefined ? { request: followed } : decodeRequest(contract, tokens, followed);
      isReversed = decoded.isReversed;
      const response = features.has('short-pages')
        ? shortenPage(contract, handle, decoded.request, chooseSize)
        : handle(decoded.request);
      const page = readPage(contract, response);
      if (response === undefined || page === undefined) return response;
      const order = { isReversed: isReversed === true };
      if (tokens !== undefined) changeTokens(contract, page, (token) => tokens.encode({ token, ...order }, random));
      links?.encode(page, random);
      return writePage(response, page);
    };
  }

  return {
    wrap,
    overrideState: overrideTables((selection, table) => {
      isReversed ??=
        features.has('tie-order') &&
        leavesOrderOpen(contract, selection.order) &&
        hashText(`${seed} ties ${keyOfSelection(selection).whole}`) % 2 === 0;
      return isReversed ? selectReversedTies(selection, table) : table.select(selection);
    }, false),
  };
}

/**
 * The request with the mock's own tokens in place of greased ones. What is not one stays as it is: it may be a token from before
 * grease was on; if it is not, the mock rejects it.
 */
function decodeRequest(contract: Contract, tokens: TokenCodec, request: MockRequest): DecodedRequest {
  const { position } = contract.page;
  const backward = backwardOf(contract.page);
  const decoded = new Map<string, GreasedToken | undefined>();
  const changed = changeParameters(request, (name, value) => {
    if ((name !== position && name !== backward) || value === '') return value;
    const found = tokens.decode(value);
    decoded.set(value, found);
    return found?.token ?? value;
  });
  const query = parseQuery(request.query);
  const names = [position, ...(backward === undefined ? [] : [backward])];
  const [text = ''] = names.flatMap((name) => readValues(query, name, contract.query));
  if (!decoded.has(text)) return { request };
  return { request: changed, isReversed: decoded.get(text)?.isReversed ?? false };
}
