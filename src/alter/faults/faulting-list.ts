import type { ListMock } from '../../mock/list.ts';
import type { MockRequest, MockResponse } from '../../mock/message.ts';
import { readPage, writeBody } from '../../page/page-reader.ts';
import { isLaterPage } from '../../page/query.ts';
import type { FaultedResponse } from '../delivery.ts';
import { createForce, type FaultBoard, type Planner, type Strike } from './board.ts';
import { createSpotFinder, type Spot } from './create-spot-finder.ts';
import type { Effect, Exchange, Plan, Reading, Workshop } from './effect.ts';
import { createDetours, createLinkWriter, type Goal } from './fault-tokens.ts';
import type { Fault, FaultKind } from './kinds.ts';
import { createOrdinals, type Ordinals } from './page-counter.ts';
import { changeTotal, deleteRow, emptyRows, insertRow, leadBack, repeatPage, shortenPage } from './page-effects.ts';
import {
  breakJson,
  delay,
  dripBody,
  expireLink,
  failServer,
  limitRate,
  resetConnection,
  truncateBody,
} from './response-effects.ts';

/** A list that faults may strike. */
export interface FaultingList {
  /**
   * Answers as the list does, with the faults that strike the request. Of several faults of one kind, the first that
   * strikes does; those of the request come before those of the board.
   *
   * @param forced - faults for this request only; `times` means nothing there
   * @returns `undefined` for a request that the list does not answer
   * @throws {PagewrightError} `not-applicable` when a list of the contract cannot have a fault that is forced
   */
  handle(request: MockRequest, forced?: readonly Fault[]): FaultedResponse | undefined;
}

/** What the list says to a request, by whatever token it came. */
interface Asked {
  readonly request: MockRequest;
  readonly response: MockResponse;
  readonly goal?: Goal;
}

const NONE: readonly Fault[] = [];

/** What faults strike a list with. */
interface Kit {
  readonly findSpot: ReturnType<typeof createSpotFinder>;
  readonly ordinals: Ordinals;
  readonly force: ReturnType<typeof createForce>;
  readonly workshop: Workshop;
}

function createKit(list: ListMock): Kit {
  const { contract, world } = list;
  return {
    findSpot: createSpotFinder(list),
    ordinals: createOrdinals(contract),
    force: createForce(contract),
    workshop: { list, detours: createDetours(contract, world.now), writeLink: createLinkWriter(contract) },
  };
}

/**
 * Puts faults between a list and whoever asks it.
 *
 * @param board - the faults that are on; without any, requests pass through
 */
export function createFaultingList(list: ListMock, board: FaultBoard): FaultingList {
  const { contract } = list;
  // Of a thousand sessions, most have no fault, and then lists need none of it.
  const open = once(() => createKit(list));

  /** A token that the list refuses may be one of a fault that struck before. */
  function ask(request: MockRequest): Asked | undefined {
    const response = list.handle(request);
    if (response === undefined) return undefined;
    if (response.status < 400 || !isLaterPage(contract, request)) return { request, response };
    const { findSpot, workshop } = open();
    const spot = findSpot(request);
    const detour = spot && workshop.detours?.follow(request, spot);
    const there = detour && list.handle(detour.request);
    return there === undefined || detour === undefined ? { request, response } : { ...detour, response: there };
  }

  function read({ request, response, goal }: Asked, sent: MockRequest, isCounting: boolean): Reading | undefined {
    const { findSpot, ordinals } = open();
    const spot = findSpot(sent);
    const page = spot && readPage(contract, response);
    if (spot === undefined || page === undefined) return undefined;
    const ordinal = !isCounting ? undefined : goal === 'first' ? 1 : ordinals.find(sent, spot, page);
    return { page, spot, request, ordinal, ...(goal !== undefined && { goal }) };
  }

  return {
    handle(request, forced = NONE) {
      if (forced.length === 0 && board.isIdle) return ask(request)?.response;
      const asked = ask(request);
      // What another list answers may have faults that this one cannot have.
      if (asked === undefined) return undefined;
      const { force, workshop } = open();
      const strikers = force(forced);
      const isCounting = [...forced, ...board.list()].some(needsOrdinal);
      const readOnce = once(() => read(asked, request, isCounting));
      const exchange: Exchange = {
        ...workshop,
        request,
        response: asked.response,
        // Many faults need no page, and then none is parsed.
        get reading() {
          return readOnce();
        },
        delivery: {},
        afterwards: [],
      };
      const take = <Found>(planner: Planner<Found>): Strike<Found> | undefined =>
        strikers(planner) ?? board.take(planner);
      const findPage = (): number | undefined => exchange.reading?.ordinal ?? findOrdinal(request);
      const struck = letStrike(exchange, take, (fault) => fits(fault, findPage));
      if (isCounting && exchange.response.status === 200) note(exchange);
      for (const act of exchange.afterwards) act();
      return finish(exchange, struck);
    },
  };

  function fits(fault: Fault, ordinal: () => number | undefined): boolean {
    if (fault.contract !== undefined && fault.contract !== contract.id) return false;
    return fault.page === undefined || fault.page === ordinal();
  }

  function note({ request, reading }: Exchange): void {
    if (reading?.ordinal !== undefined) open().ordinals.note(request, reading.spot, reading.page, reading.ordinal);
  }

  /** Of a request that no page answers, the position may tell. */
  function findOrdinal(request: MockRequest): number | undefined {
    const { findSpot, ordinals } = open();
    const spot: Spot | undefined = findSpot(request);
    return spot && ordinals.find(request, spot, undefined);
  }
}

/** Makes a function that computes its value when it is first asked for. */
function once<Value>(compute: () => Value): () => Value {
  let known: { readonly value: Value } | undefined;
  return () => {
    known ??= { value: compute() };
    return known.value;
  };
}

function needsOrdinal({ kind, page }: Fault): boolean {
  return page !== undefined || kind === 'total-changed';
}

type Take = (planner: Planner<Plan>) => Strike<Plan> | undefined;

/** Returns the kinds of faults that struck. */
function letStrike(exchange: Exchange, take: Take, fits: (fault: Fault) => boolean): readonly FaultKind[] {
  const tryKind = ([kind, effect]: readonly [FaultKind, Effect]): boolean => {
    const found = take((fault) => (fault.kind === kind && fits(fault) ? effect(fault, exchange) : undefined));
    found?.plan(found.draw);
    return found !== undefined;
  };
  const refusal = REFUSALS.find(tryKind);
  const moves = refusal === undefined ? ROW_EFFECTS.filter(tryKind) : [];
  const changes = refusal === undefined ? PAGE_EFFECTS.filter(tryKind) : [];
  if (changes.length > 0 && exchange.reading !== undefined) {
    exchange.response = writeBody(exchange.response, exchange.reading.page.body);
  }
  const deliveries = DELIVERY_EFFECTS.filter(tryKind);
  return [...(refusal === undefined ? [] : [refusal]), ...moves, ...changes, ...deliveries].map(([kind]) => kind);
}

function finish({ response, delivery }: Exchange, struck: readonly FaultKind[]): FaultedResponse {
  if (struck.length === 0) return response;
  return { ...response, ...(Object.keys(delivery).length > 0 && { delivery }), faults: struck };
}

type Effects = readonly (readonly [kind: FaultKind, effect: Effect])[];

/** What comes in place of an answer: the first that strikes leaves nothing to the others, nor to pages. */
const REFUSALS: Effects = [
  ['connection-reset', resetConnection],
  ['server-error', failServer],
  ['rate-limit', limitRate],
  ['expired-link', expireLink],
];

/** What happens to rows once a page was made; it is planned before the page is changed. */
const ROW_EFFECTS: Effects = [
  ['row-inserted', insertRow],
  ['row-deleted', deleteRow],
];

/** What happens to pages. */
const PAGE_EFFECTS: Effects = [
  ['repeated-page', repeatPage],
  ['short-page', shortenPage],
  ['empty-page', emptyRows],
  ['cycle', leadBack],
  ['total-changed', changeTotal],
];

/** What happens to any answer on its way. */
const DELIVERY_EFFECTS: Effects = [
  ['malformed-json', breakJson],
  ['truncated-body', truncateBody],
  ['slow-drip', dripBody],
  ['latency', delay],
];
