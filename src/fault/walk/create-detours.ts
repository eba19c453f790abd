import type { Contract } from '../../contract/contract.ts';
import type { MockRequest } from '../../mock/message.ts';
import { createParameterTest } from '../../page/create-parameter-test.ts';
import { type CursorCodec, createCursorCodec } from '../../page/cursor-codec.ts';
import { parseQuery } from '../../page/parse-query.ts';
import { formatQuery, readParameter, setParameter } from '../../page/query-parameters.ts';
import type { Spot } from './create-spot-finder.ts';
import { isBackward } from './is-backward.ts';

/** What a token of a fault's own leads to: the page on which it stands, as it should have been, or the first page. */
export type Goal = 'again' | 'first';

/** Where a request leads that came by a token of a fault's own. */
interface Detour {
  readonly goal: Goal;
  /** What the list is asked in place of it. */
  readonly request: MockRequest;
}

/** Tokens of faults, which the list itself would refuse. None of them is kept. */
export interface Detours {
  write(goal: Goal, request: MockRequest, spot: Spot): string;
  /** `undefined` when a request came by no such token. */
  follow(request: MockRequest, spot: Spot): Detour | undefined;
}

/** One for each contract: it remembers much, and nothing of a session. */
const codecs = new WeakMap<Contract, CursorCodec>();

/**
 * Makes the tokens of faults, in the shape of the contract's own; `undefined` for contracts without tokens. They are bound
 * and expire as those do, and stay valid when no fault is on any more and after a restart.
 */
export function createDetours(contract: Contract, now: () => number): Detours | undefined {
  const { page } = contract;
  if (page.style !== 'links' && page.style !== 'keyset') return undefined;
  const policy = page.token;
  const codec =
    codecs.get(contract) ?? createCursorCodec({ key: 'pagewright faults', policy, contractId: contract.id });
  codecs.set(contract, codec);
  const dropPosition = createDropper(contract);
  return {
    write(goal, request, { binding }) {
      // The whole query: links are opaque, and a position may have another name in them.
      const key = [goal, goal === 'again' ? request.query : dropPosition(request.query)];
      return codec.mint({ at: isBackward(contract, request) ? 'before' : 'after', key }, binding, now());
    },
    follow(request, { binding }) {
      const token = readParameter(request, page.position);
      const opened = token ? codec.open(token, binding, now()) : undefined;
      if (opened?.status !== 'ok' || !('key' in opened.position)) return undefined;
      const [goal, query] = opened.position.key as readonly [Goal, string];
      const there = { ...request, query };
      const size = readParameter(request, page.limit.parameter);
      const isSame = size === readParameter(there, page.limit.parameter);
      return { goal, request: isSame ? there : setParameter(there, page.limit.parameter, size) };
    },
  };
}

/** Makes a function that leaves of a query what a client asks for on the first page. */
function createDropper(contract: Contract): (query: string) => string {
  const { page } = contract;
  const isDeclared = createParameterTest(contract);
  return (query) => {
    return formatQuery(parseQuery(query).filter(([name]) => isDeclared(name) && name !== page.position));
  };
}
