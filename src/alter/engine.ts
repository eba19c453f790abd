import type { Contract } from '../contract/contract.ts';
import type { ItemOperation } from '../contract/item-operation.ts';
import { foldRequest } from '../mock/folded-request.ts';
import { type BodyFailure, createItemOperations, type ItemOperations } from '../mock/items/operations.ts';
import { createListMock, type ListMock, type ListMockOptions } from '../mock/list.ts';
import type { MockRequest, MockResponse } from '../mock/message.ts';
import type { MockState } from '../mock/state.ts';
import type { Fault, FaultKind } from './faults/kinds.ts';

/** How a response reaches the client, where that is not at once and whole. */
export interface Delivery {
  /** Milliseconds before anything is sent. */
  readonly delayMs?: number;
  /** `before-head`: the connection is reset in place of a response; `amid-body`: after half of the body. */
  readonly breaks?: 'before-head' | 'amid-body';
  /** Milliseconds over which the body is spread. */
  readonly dripMs?: number;
}

/** A response, with what faults did to it. */
export interface AlteredResponse extends MockResponse {
  /** Absent: it is sent at once and whole. */
  readonly delivery?: Delivery;
  /** The faults that struck; absent: none. */
  readonly faults?: readonly FaultKind[];
}

/**
 * Handles a request on the path of a list, as `ListMock.handle` does.
 *
 * @param forced - faults for this request only
 * @throws {PagewrightError} `not-applicable` when a forced fault does not apply to the list
 */
export type Handler = (request: MockRequest, forced?: readonly Fault[]) => AlteredResponse | undefined;

/**
 * Handles a request on an operation on one row, as `ItemOperations.handle` does.
 *
 * @param forced - faults for this request only
 * @throws {PagewrightError} `not-applicable` when a forced fault does not apply to the list
 */
export type OperationHandler = (
  operation: ItemOperation,
  request: MockRequest,
  failure?: BodyFailure,
  forced?: readonly Fault[],
) => AlteredResponse;

/** A list whose responses may be altered, with the operations on its rows. */
export interface AlteredList extends ListMock {
  readonly handle: Handler;
  readonly operate: OperationHandler;
  /** The response to a request below a row that there is not; see `ItemOperations`. */
  readonly findMissing: ItemOperations['findMissing'];
  /** Whether it is the same below any row of another list, there or not; absent: as the contract says. */
  readonly ignoresParent?: boolean;
}

/** What a mock is made of in place of what it should be. */
interface Overrides {
  /** What the mock takes for the contract. */
  overrideContract?(contract: Contract): Contract;
  /** What the mock takes for its rows and tenants; the contract in it is overridden already. */
  overrideState?(state: MockState): MockState;
}

/** What an alteration finds beneath it: the list, with the contract and the state as they should be. */
export interface AlterationContext extends AlteredList {
  /** The secret that seals tokens. */
  readonly key: ListMockOptions['key'];
  /** Makes another mock of the same rows. */
  variant(overrides: Overrides): Handler;
}

/** A way in which a list responds otherwise than the plain mock. Deviations, grease and faults are made of these. */
export interface Alteration extends Overrides {
  /** The list is the same below any row of another list, there or not. */
  readonly ignoresParent?: boolean;
  /** Comes between the server and what is beneath. */
  wrap?(context: AlterationContext): Handler;
  /** The same for operations on single rows, which most alterations leave alone. */
  wrapOperations?(context: AlterationContext): OperationHandler;
  /** Changes responses, those of `fail` included, which no request to the list leads to. */
  finish?(context: AlterationContext): (response: AlteredResponse) => AlteredResponse;
}

/**
 * Makes the mock of a list with alterations around it.
 *
 * @param options - of the mock, as `createListMock` takes them
 * @param alterations - from the innermost to the outermost; without any, the list is the mock itself, with the operations on its rows
 */
export function alterList(options: ListMockOptions, alterations: readonly Alteration[]): AlteredList {
  const { state, seed, key } = options;
  const mock = createListMock({ ...options, state: alterations.reduce(override, state) });
  let variants = 0;
  const variant = (overrides: Overrides): Handler => {
    variants += 1;
    // With the same seed, both would give the same values that are to be new in every response.
    return createListMock({ ...options, state: override(state, overrides), seed: `${seed} ${variants}` }).handle;
  };
  // The list describes itself as it should be, and what is wrong with it is not wrong with what is done to its rows.
  const { handle: operate, findMissing } = createItemOperations({ state, fresh: mock.nextFreshValue });
  let list: AlteredList = { ...mock, contract: state.contract, state, operate, findMissing };
  if (alterations.length === 0) return list;
  if (alterations.some(({ ignoresParent }) => ignoresParent === true)) list = { ...list, ignoresParent: true };
  for (const alteration of alterations) list = putAround(list, alteration, { key, variant });
  // Alterations find all parameters of a request in its query.
  const { handle } = list;
  return { ...list, handle: (request, forced) => handle(foldRequest(state.contract, request), forced) };
}

function putAround(
  list: AlteredList,
  alteration: Alteration,
  more: Omit<AlterationContext, keyof AlteredList>,
): AlteredList {
  const context: AlterationContext = { ...list, ...more };
  const handle = alteration.wrap?.(context) ?? list.handle;
  const operate = alteration.wrapOperations?.(context) ?? list.operate;
  const finish = alteration.finish?.(context);
  if (finish === undefined) return { ...list, handle, operate };
  return {
    ...list,
    operate,
    fail: (condition, request) => finish(list.fail(condition, request)),
    handle(request, forced) {
      const response = handle(request, forced);
      return response && finish(response);
    },
  };
}

function override(state: MockState, overrides: Overrides): MockState {
  const overridden = { ...state, contract: overrides.overrideContract?.(state.contract) ?? state.contract };
  return overrides.overrideState?.(overridden) ?? overridden;
}
