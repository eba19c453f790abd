import type { Contract, KeysetPage, LinksPage } from '../../contract/contract.ts';
import { backwardOf } from '../../contract/page-parameters.ts';
import type { RequestedRows } from '../../mock/checks.ts';
import type { MockRequest } from '../../mock/message.ts';
import { createLinkFactory, toRelativeLink } from '../../page/links.ts';
import { createParameterTest, formatQuery, parseQuery, readParameter, setParameter } from '../../page/query.ts';
import { type CursorCodec, createCursorCodec, createTokenShape } from '../../page/token-codec.ts';

/** What a token of a fault's own leads to: the page on which it stands, as it should have been, or the first page. */
export type TokenTarget = 'again' | 'first';

/** Where a request leads that came by a token of a fault's own. */
interface FollowedToken {
  readonly target: TokenTarget;
  /** The request that the list handles in place of it. */
  readonly request: MockRequest;
}

/** Tokens of faults, which the list itself would reject. They hold all that is needed to follow them: none is stored. */
export interface FaultTokens {
  write(target: TokenTarget, request: MockRequest, rows: RequestedRows): string;
  /** `undefined` when a request came by no such token. */
  follow(request: MockRequest, rows: RequestedRows): FollowedToken | undefined;
}

/** One for each contract: it remembers much, and nothing of a session. */
const codecs = new WeakMap<Contract, CursorCodec>();

/**
 * Makes the tokens of faults, in the shape of the contract's own; `undefined` for contracts without tokens. They are bound
 * and expire as those do, and stay valid when no fault is on any more and after a restart.
 */
export function createFaultTokens(contract: Contract, now: () => number): FaultTokens | undefined {
  const { page } = contract;
  if (page.style !== 'links' && page.style !== 'keyset') return undefined;
  if (page.token.integer !== undefined) return undefined;
  const policy = page.token;
  const codec =
    codecs.get(contract) ?? createCursorCodec({ key: 'pagewright faults', policy, contractId: contract.id });
  codecs.set(contract, codec);
  const dropPosition = createDropper(contract);
  return {
    write(target, request, { binding }) {
      // The whole query: links are opaque, and a position may have another name in them.
      const key = [target, target === 'again' ? request.query : dropPosition(request.query)];
      return codec.mint({ at: isBackward(contract, request) ? 'before' : 'after', key }, binding, now());
    },
    follow(request, { binding }) {
      const token = readParameter(request, page.position) ?? readParameter(request, backwardOf(page));
      const opened = token ? codec.open(token, binding, now()) : undefined;
      if (opened?.status !== 'ok' || !('key' in opened.position)) return undefined;
      const [target, query] = opened.position.key as readonly [TokenTarget, string];
      const there = { ...request, query };
      const size = readParameter(request, page.limit.parameter);
      const isSame = size === readParameter(there, page.limit.parameter);
      return { target, request: isSame ? there : setParameter(there, page.limit.parameter, size) };
    },
  };
}

/** Makes a function that removes the position from a query. */
function createDropper(contract: Contract): (query: string) => string {
  const { page } = contract;
  const isDeclared = createParameterTest(contract);
  return (query) => {
    return formatQuery(
      parseQuery(query).filter(([name]) => isDeclared(name) && name !== page.position && name !== backwardOf(page)),
    );
  };
}

/** Whether a request reads the rows before its position, as far as its direction or the shape of its token shows. */
export function isBackward({ page }: Contract, request: MockRequest): boolean {
  if (readParameter(request, backwardOf(page)) !== undefined) return true;
  if (page.style !== 'links' && page.style !== 'keyset') return false;
  const direction = page.style === 'keyset' ? page.direction : undefined;
  const word = direction && readParameter(request, direction.parameter);
  if (direction !== undefined && word !== undefined) return word === direction.backward;
  return hasBackwardShape(page, readParameter(request, page.position) ?? '');
}

function hasBackwardShape({ token: policy }: LinksPage | KeysetPage, token: string): boolean {
  if (policy.shape === undefined) return false;
  const { wrap, unwrap } = createTokenShape(policy);
  return unwrap(token).some((sealed) => wrap(sealed, 'backward') === token);
}

/** Writes what leads from the page of a request to a position; `undefined` is the first page, of numbers and offsets. */
export type LinkWriter = (request: MockRequest, position: string | undefined) => string | number;

/** Compiles the writing of next links and tokens as the pages of a contract have them. */
export function createLinkWriter(contract: Contract): LinkWriter {
  const { page, envelope } = contract;
  const first = page.style === 'number' || page.style === 'offset' ? String(page.first) : undefined;
  const form = envelope.forms.get('next');
  if (form === 'token') return (_request, position) => position ?? first ?? '';
  if (form === 'number') return (_request, position) => Number(position ?? first ?? 0);
  const prepare = createLinkFactory(contract, page.links);
  return ({ origin, path, query }, position) => {
    const link = prepare({ origin, path, query: parseQuery(query) })(position ?? first, position === undefined);
    return form === 'relativeLink' ? toRelativeLink(link) : link;
  };
}
