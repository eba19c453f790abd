import type { Exchange } from '../admin/activity-types.ts';
import type { ContractModel } from '../admin/contract-types.ts';
import { findOffer, type Offer, type Pairs, parametersOf, positionOf } from './offers.ts';

/** A part of a request that is not as it was given, or as it was before. */
export interface Part {
  readonly name: string;
  /** Absent: it was added. */
  readonly given?: string;
  /** Absent: it is not there any more. */
  readonly sent?: string;
  readonly isHeader?: true;
}

/** What is new in a request, compared with what came before it in its walk. */
export interface Line {
  readonly exchange: Exchange;
  /** What it goes on by. */
  readonly start:
    | { readonly kind: 'first' }
    | { readonly kind: 'offer'; readonly offer: Offer }
    /** A number, or a position that no answer gave. */
    | { readonly kind: 'position'; readonly name: string; readonly value: string; readonly isGiven: boolean }
    /** No request to the list. */
    | { readonly kind: 'other'; readonly target: string };
  readonly parts: readonly Part[];
  /** Whether it is the request before once more. */
  readonly isAgain: boolean;
}

/**
 * Says of each request of a walk only what is new in it.
 *
 * @param exchanges - in their order
 * @param headers - names of headers that each request has to have, in lower case
 */
export function describeWalk(
  exchanges: readonly Exchange[],
  model: ContractModel,
  headers: readonly string[],
): readonly Line[] {
  return exchanges.map((exchange, index) => describeRequest(exchange, exchanges.slice(0, index), model, headers));
}

/** Says of a request what is new in it. @param before - what came before it in its walk */
export function describeRequest(
  exchange: Exchange,
  before: readonly Exchange[],
  model: ContractModel,
  headers: readonly string[],
): Line {
  const pairs = parametersOf(exchange);
  const position = positionOf(pairs, model);
  const previous = before.at(-1);
  const isAgain = previous !== undefined && isSameRequest(previous, exchange, headers);
  if (exchange.contract === undefined) {
    return { exchange, start: { kind: 'other', target: targetOf(exchange) }, parts: [], isAgain };
  }
  const isFirst = position === undefined || position === String(model.page.first ?? Number.NaN);
  if (isFirst) {
    const missing = compareHeaders(before[0], exchange, headers);
    return { exchange, start: { kind: 'first' }, parts: missing, isAgain };
  }
  const isCounted = model.page.style === 'number' || model.page.style === 'offset';
  const offer = isCounted ? undefined : findLatest(before, position, model);
  if (offer === undefined) {
    const name = model.page.position;
    const parts = previous === undefined ? [] : compareParameters(parametersOf(previous), pairs, positional(model));
    return {
      exchange,
      start: { kind: 'position', name, value: position, isGiven: isCounted },
      parts: [...parts, ...compareHeaders(previous, exchange, headers)],
      isAgain,
    };
  }
  const giver = before.find(({ id }) => id === offer.from);
  const parts = compareParameters(offer.pairs, pairs, offer.isLink ? [] : positional(model));
  return {
    exchange,
    start: { kind: 'offer', offer },
    parts: [...parts, ...compareHeaders(giver, exchange, headers)],
    isAgain,
  };
}

function findLatest(before: readonly Exchange[], position: string, model: ContractModel): Offer | undefined {
  for (const answer of before.toReversed()) {
    const offer = findOffer(answer, position, model);
    if (offer !== undefined) return offer;
  }
  return undefined;
}

/** Parameters that differ from page to page. */
export function positional({ parameters, page }: ContractModel): readonly string[] {
  const roles = new Set(['position', 'direction']);
  return [page.position, ...parameters.filter(({ role }) => roles.has(role)).map(({ name }) => name)];
}

/** @param except - names that are not compared */
function compareParameters(given: Pairs, sent: Pairs, except: readonly string[] = []): readonly Part[] {
  const names = [...new Set([...given, ...sent].map(([name]) => name))].filter((name) => !except.includes(name));
  return names.flatMap((name) => {
    const [before, after] = [joinValues(given, name), joinValues(sent, name)];
    if (before === after) return [];
    return [{ name, ...(before !== undefined && { given: before }), ...(after !== undefined && { sent: after }) }];
  });
}

/** All values of a name, as one text. */
export function joinValues(pairs: Pairs, name: string): string | undefined {
  const values = pairs.filter(([one]) => one === name).map(([, value]) => value);
  return values.length === 0 ? undefined : values.join(', ');
}

function compareHeaders(before: Exchange | undefined, after: Exchange, names: readonly string[]): readonly Part[] {
  if (before === undefined) return [];
  return names.flatMap((name) => {
    const [given, sent] = [before.request.headers[name], after.request.headers[name]];
    if (given === sent) return [];
    const values = { ...(given !== undefined && { given }), ...(sent !== undefined && { sent }) };
    return [{ name, ...values, isHeader: true }];
  });
}

function isSameRequest(one: Exchange, other: Exchange, headers: readonly string[]): boolean {
  return (
    one.request.method === other.request.method &&
    one.request.url === other.request.url &&
    one.request.body === other.request.body &&
    compareHeaders(one, other, headers).length === 0
  );
}

/** Method, path and query. */
export function targetOf({ request }: Exchange): string {
  const { pathname, search } = new URL(request.url);
  return `${request.method} ${pathname.replace(/^.*?\/__session\/[^/]+/, '')}${search}`;
}
