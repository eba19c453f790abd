import type { Contract } from '../../contract/contract.ts';
import type { ItemOperation } from '../../contract/item-operation.ts';
import type { MockRequest, MockResponse } from '../../mock/message.ts';
import { isSuccess, readPage, writePage } from '../../page/page-reader.ts';
import { isLaterPage } from '../../page/query.ts';
import type { Alteration, AlteredList, AlteredResponse, Handler, OperationHandler } from '../engine.ts';
import { namesList } from './applicability.ts';
import { type Activation, createForcedFaults, type EffectPlanner, type FaultBoard } from './board.ts';
import type { Effect, FaultContext, Plan, RequestedPage } from './effect.ts';
import {
  createFaultTokens,
  createLinkWriter,
  type FaultTokens,
  type LinkWriter,
  type TokenTarget,
} from './fault-tokens.ts';
import type { Fault, FaultKind } from './kinds.ts';
import { createPageCounter, type PageCounter } from './page-counter.ts';
import { PAGE_EFFECTS, ROW_EFFECTS } from './page-effects.ts';
import { DELIVERY_EFFECTS, REJECTIONS } from './response-effects.ts';

/** The alteration of a list by the faults of a board, and by those that requests force. */
export function faultInjection(board: FaultBoard): Alteration {
  return {
    wrap: (list) => injectFaults(list, board),
    wrapOperations: (list) => injectOperationFaults(list, board),
  };
}

/**
 * Puts faults between a list and whoever requests it. Of several faults of one kind, the first that strikes does; those of
 * the request (whose `times` means nothing) come before those of the board.
 *
 * @param board - the faults that are active; without any, requests go straight to the list
 */
export function injectFaults(list: AlteredList, board: FaultBoard): Handler {
  const { contract } = list;
  // Of a thousand sessions, most have no fault, and then lists need none of it.
  const open = once(() => createTools(list));

  return (request, forced = NONE) => {
    const response = list.handle(request);
    const isIdle = forced.length === 0 && board.isIdle;
    // A fault that does not apply to this list may be forced on a request to another one.
    if (response === undefined || (isIdle && response.status < 400)) return response;
    const handled = followToken(request, response);
    return isIdle ? handled.response : applyFaults(request, handled, forced);
  };

  /** A token that the list rejects may be one of a fault that struck before. */
  function followToken(request: MockRequest, response: AlteredResponse): Handled {
    if (response.status < 400 || !isLaterPage(contract, request)) return { request, response };
    const rows = list.findRows(request);
    const followed = rows && open().tokens?.follow(request, rows);
    const there = followed && list.handle(followed.request);
    return there === undefined || followed === undefined ? { request, response } : { ...followed, response: there };
  }

  function applyFaults(request: MockRequest, handled: Handled, forced: readonly Fault[]): AlteredResponse {
    const { tokens, makeLink, activateForced, pageCounter } = open();
    const takeForced = activateForced(forced);
    const isCounting = [...forced, ...board.list()].some(needsPage);
    const readOnce = once(() => readRequested(handled, request, isCounting));
    const context: FaultContext = {
      list,
      tokens,
      makeLink,
      request,
      response: handled.response,
      // Many faults need no page, and then none is parsed.
      get requested() {
        return readOnce();
      },
      delivery: {},
      afterwards: [],
    };
    const ordinal = (): number | undefined => context.requested?.ordinal ?? findOrdinal(request);
    const struck = applyEffects(context, (planner) => {
      const fitting: typeof planner = (fault) => (concerns(fault, ordinal) ? planner(fault) : undefined);
      return takeForced(fitting) ?? board.take(fitting);
    });
    const { requested } = context;
    if (isCounting && isSuccess(context.response) && requested?.ordinal !== undefined) {
      pageCounter.note(request, requested.rows, requested.page, requested.ordinal);
    }
    for (const act of context.afterwards) act();
    return finish(context, struck);
  }

  function readRequested(
    { request, response, target }: Handled,
    sent: MockRequest,
    isCounting: boolean,
  ): RequestedPage | undefined {
    const rows = list.findRows(sent);
    const page = rows && readPage(contract, response);
    if (rows === undefined || page === undefined) return undefined;
    const count = (): number | undefined => (target === 'first' ? 1 : open().pageCounter.find(sent, rows, page));
    return { page, rows, request, ordinal: isCounting ? count() : undefined, ...(target !== undefined && { target }) };
  }

  function concerns(fault: Fault, ordinal: () => number | undefined): boolean {
    if (fault.contract !== undefined && fault.contract !== contract.id) return false;
    if (fault.operation !== undefined && !namesList(contract, fault.operation)) return false;
    return fault.page === undefined || fault.page === ordinal();
  }

  /** Of a request to which no page responds, the position may tell. */
  function findOrdinal(request: MockRequest): number | undefined {
    const rows = list.findRows(request);
    return rows && open().pageCounter.find(request, rows, undefined);
  }
}

/**
 * The same for operations on single rows, of which there are no pages. What rejects a request comes before the operation, which
 * is then not carried out; what happens on the way comes after it.
 */
function injectOperationFaults(list: AlteredList, board: FaultBoard): OperationHandler {
  const open = once(() => createTools(list));
  return (operation, request, failure, forced = NONE) => {
    if (forced.length === 0 && board.isIdle) return list.operate(operation, request, failure);
    const { tokens, makeLink, activateForced } = open();
    const takeForced = activateForced(forced);
    const context: FaultContext = {
      list,
      tokens,
      makeLink,
      request,
      response: NO_RESPONSE,
      requested: undefined,
      delivery: {},
      afterwards: [],
    };
    const take = (planner: EffectPlanner<Plan>): Activation<Plan> | undefined => {
      const fitting: typeof planner = (fault) => (isFor(fault, list.contract, operation) ? planner(fault) : undefined);
      return takeForced(fitting) ?? board.take(fitting);
    };
    const rejections = tryEffects(REJECTIONS, context, take, true);
    if (rejections.length === 0) context.response = list.operate(operation, request, failure);
    return finish(context, [...rejections, ...tryEffects(DELIVERY_EFFECTS, context, take, false)]);
  };
}

const NO_RESPONSE: MockResponse = { status: 200, headers: [], body: '' };

function isFor({ contract: id, operation: name, page }: Fault, contract: Contract, operation: ItemOperation): boolean {
  if ((id !== undefined && id !== contract.id) || page !== undefined) return false;
  return name === undefined || name === operation.kind || name === operation.operationId;
}

/** Lets faults strike of some kinds. @param onlyFirst - whether the first that strikes leaves nothing to the others */
function tryEffects(
  effects: readonly (readonly [FaultKind, Effect])[],
  context: FaultContext,
  take: (planner: EffectPlanner<Plan>) => Activation<Plan> | undefined,
  onlyFirst: boolean,
): readonly FaultKind[] {
  const struck: FaultKind[] = [];
  for (const [kind, effect] of effects) {
    if (onlyFirst && struck.length > 0) break;
    const found = take((fault) => (fault.kind === kind ? effect(fault, context) : undefined));
    found?.plan(found.fraction);
    if (found !== undefined) struck.push(kind);
  }
  return struck;
}

const NONE: readonly Fault[] = [];

/** The response of the list, and the request that it belongs to: the sent one, or the one in a fault's own token. */
interface Handled {
  readonly request: MockRequest;
  readonly response: AlteredResponse;
  readonly target?: TokenTarget;
}

/** What faults need of a list. */
interface Tools {
  readonly pageCounter: PageCounter;
  readonly activateForced: ReturnType<typeof createForcedFaults>;
  readonly tokens: FaultTokens | undefined;
  readonly makeLink: LinkWriter;
}

function createTools({ contract, state }: AlteredList): Tools {
  return {
    pageCounter: createPageCounter(contract),
    activateForced: createForcedFaults(contract),
    tokens: createFaultTokens(contract, state.now),
    makeLink: createLinkWriter(contract),
  };
}

/** Makes a function that computes its value on the first call. */
function once<Value>(compute: () => Value): () => Value {
  let known: { readonly value: Value } | undefined;
  return () => {
    known ??= { value: compute() };
    return known.value;
  };
}

function needsPage({ kind, page }: Fault): boolean {
  return page !== undefined || kind === 'total-changed';
}

/** Lets one fault of each kind strike, in the order in which they happen. @returns the kinds that struck */
function applyEffects(
  context: FaultContext,
  take: (planner: EffectPlanner<Plan>) => Activation<Plan> | undefined,
): readonly FaultKind[] {
  const rejections = tryEffects(REJECTIONS, context, take, true);
  const isRejected = rejections.length > 0;
  const moves = isRejected ? [] : tryEffects(ROW_EFFECTS, context, take, false);
  const changes = isRejected ? [] : tryEffects(PAGE_EFFECTS, context, take, false);
  if (changes.length > 0 && context.requested !== undefined) {
    context.response = writePage(context.response, context.requested.page);
  }
  return [...rejections, ...moves, ...changes, ...tryEffects(DELIVERY_EFFECTS, context, take, false)];
}

function finish({ response, delivery }: FaultContext, struck: readonly FaultKind[]): AlteredResponse {
  if (struck.length === 0) return response;
  return { ...response, ...(Object.keys(delivery).length > 0 && { delivery }), faults: struck };
}
