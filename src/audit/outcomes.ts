import type { Contract, ErrorAnswer, ErrorCondition, Json, Role } from '../contract/contract.ts';
import { backwardOf } from '../contract/page-parameters.ts';
import type { Exchange } from '../journal/exchange.ts';
import {
  hasTokens,
  NEIGHBOUR_ROLES,
  type NeighbourRole,
  type Page,
  readBody,
  readId,
  readPage,
  readRowPosition,
} from '../page/page-reader.ts';

/** What a page tells the client that reads it. */
export interface PageFacts {
  /** Rows on the page. */
  readonly count: number;
  readonly total?: number;
  readonly pageCount?: number;
  readonly pageNumber?: number;
  readonly hasNext?: boolean;
  /** Links or tokens, as they were given. */
  readonly links: Readonly<Partial<Record<NeighbourRole, string>>>;
  /** Equal for pages with the same rows; absent: no rows. */
  readonly fingerprint?: string;
  /** The ids of the first and the last row; absent: no rows. */
  readonly ends?: readonly [first: string, last: string];
}

/**
 * What came of a request. `page`: a page that the client could read. `rejected`: the response says that its position is invalid.
 * `failed`: anything else that may succeed when it is sent again. `other`: a response that is about no page (a redirect, or HEAD).
 */
export type Outcome = 'page' | 'rejected' | 'failed' | 'other';

/** Faults after which the client has no page, whatever the journal says. */
const UNREADABLE: ReadonlySet<string> = new Set(['connection-reset', 'truncated-body', 'malformed-json']);
/** What can be wrong with headers, besides credentials. */
const HEADER_CONDITIONS: ReadonlySet<ErrorCondition> = new Set([
  'missingScope',
  'foreignScope',
  'missingVersion',
  'unsupportedVersion',
  'retiredVersion',
]);
/** What can be wrong with a link or token. */
const POSITION_CONDITIONS: ReadonlySet<ErrorCondition> = new Set([
  'invalidPosition',
  'expiredPosition',
  'invalidBackwardPosition',
]);

/** By these, servers reject a position where no document says how. */
const REJECTIONS: ReadonlySet<number> = new Set([400, 404, 410, 422]);

/**
 * Decides what came of a request.
 *
 * @param position - the link or token that it asked with, if any
 */
export function judgeResponse(
  { request, response, isAborted, faults = [] }: Exchange,
  contract: Contract,
  page: PageFacts | undefined,
  condition: ErrorCondition | undefined,
  position?: string,
): Outcome {
  if (request.method !== contract.method) return 'other';
  if (response === undefined || isAborted === true || faults.some((fault) => UNREADABLE.has(fault))) return 'failed';
  if (response.status >= 300 && response.status < 400) return 'other';
  if (page !== undefined) return 'page';
  if (isAboutPosition(condition)) return 'rejected';
  const isUndocumented = hasTokens(contract) && ![...contract.errors.keys()].some(isAboutPosition);
  return isUndocumented && position !== undefined && REJECTIONS.has(response.status) ? 'rejected' : 'failed';
}

/** Whether a response rejects the headers of its request. */
export function isAuthError(status: number | undefined, condition: ErrorCondition | undefined): boolean {
  return status === 401 || status === 403 || (condition !== undefined && HEADER_CONDITIONS.has(condition));
}

/** Whether a condition is about a link or token that is invalid. */
function isAboutPosition(condition: ErrorCondition | undefined): boolean {
  return condition !== undefined && POSITION_CONDITIONS.has(condition);
}

/** Prepares the recognition of error conditions: of those with the status of a response, the one whose example is most like its body. */
export function createConditionReader({
  errors,
}: Pick<Contract, 'errors'>): (response: NonNullable<Exchange['response']>) => ErrorCondition | undefined {
  const answers = [...errors.values()];
  return (response) => {
    const candidates = answers.filter(({ status }) => status === response.status);
    if (candidates.length < 2) return candidates[0]?.condition;
    const body = readBody(response);
    const [nearest] = candidates
      .map((answer) => ({ answer, score: scoreExample(answer, body) }))
      .sort((a, b) => b.score - a.score);
    return nearest?.answer.condition;
  };
}

function scoreExample({ condition, body: example }: ErrorAnswer, body: Json | undefined): number {
  return countShared(example, body) + (isAboutPosition(condition) ? 0.5 : 0);
}

/** How many values of the example the body has at the same place. */
function countShared(example: Json, body: Json | undefined): number {
  if (typeof example !== 'object' || example === null) return example === body ? 1 : 0;
  if (typeof body !== 'object' || body === null) return 0;
  return Object.entries(example).reduce(
    (sum, [key, value]) => sum + countShared(value as Json, (body as Record<string, Json>)[key]),
    0,
  );
}

/** Reads what a page tells; `undefined` when the response is no page. */
export function readPageFacts(contract: Contract, response: NonNullable<Exchange['response']>): PageFacts | undefined {
  const page = readPage(contract, response);
  if (page === undefined) return undefined;
  const { items } = page;
  const ends = readEnds(contract, items);
  const hasNext = readFlag(page);
  const isEnd = contract.envelope.atEnd === 'self' && items.length === 0;
  const links = NEIGHBOUR_ROLES.flatMap((role) => {
    // It leads to itself, until something comes behind it.
    if (isEnd && role === 'next') return [];
    const link = page.read(role) ?? readRow(contract, role, edgesOf(contract, items), hasNext);
    return (typeof link === 'string' && link !== '') || typeof link === 'number' ? [[role, String(link)] as const] : [];
  });
  return {
    count: items.length,
    ...readNumbers(page),
    ...(hasNext !== undefined && { hasNext }),
    links: Object.fromEntries(links),
    ...(ends !== undefined && { ends, fingerprint: JSON.stringify([items.length, ...ends]) }),
  };
}

/** Whether more follows, by whichever flag or number says so. */
function readFlag(page: Page): boolean | undefined {
  const [hasNext, isLast, remaining] = [page.read('hasNext'), page.read('isLast'), page.read('remaining')];
  if (typeof hasNext === 'boolean') return hasNext;
  if (typeof isLast === 'boolean') return !isLast;
  return typeof remaining === 'number' ? remaining > 0 : undefined;
}

/** What the rows at the edges of a page say of the pages beside it. */
type PageEdges = readonly [first: string, last: string];

function edgesOf(contract: Contract, items: Page['items']): PageEdges | undefined {
  const [first, last] = [items[0], items.at(-1)].map((item) => item && readRowPosition(contract, item));
  return first === undefined || last === undefined ? undefined : [first, last];
}

/** Where positions are keys of rows, or rows hold tokens, those at the edges lead on. */
function readRow(
  { page, envelope }: Contract,
  role: NeighbourRole,
  ends: PageEdges | undefined,
  hasNext: boolean | undefined,
): string | undefined {
  if (envelope.forms.has(role) || ends === undefined) return undefined;
  if (role === 'next') return hasNext === false ? undefined : ends[1];
  return role === 'previous' && backwardOf(page) !== undefined ? ends[0] : undefined;
}

const NUMBERS = ['total', 'pageCount', 'pageNumber'] as const satisfies readonly Role[];

function readNumbers(page: Page): Partial<Record<(typeof NUMBERS)[number], number>> {
  const found = NUMBERS.map((role) => [role, page.read(role)] as const);
  return Object.fromEntries(found.filter((entry): entry is [(typeof NUMBERS)[number], number] => isCount(entry[1])));
}

function isCount(value: Json | undefined): value is number {
  return typeof value === 'number' && Number.isFinite(value);
}

function readEnds(contract: Contract, items: Page['items']): PageFacts['ends'] {
  const [first, last] = [items[0], items.at(-1)];
  return first === undefined || last === undefined ? undefined : [readId(contract, first), readId(contract, last)];
}
