import type { Work } from '../../store/work.ts';
import { appendTo } from '../groups.ts';
import { type ListRequest, nameList } from '../requests.ts';
import { findNeighbours, firstPosition, readPosition } from './positions.ts';
import type { TraceBuilder, UnevenWalk } from './trace.ts';

/** Fewer windows may be pages that somebody went straight to. */
const MIN_WINDOWS = 3;
/** Up to this part of the pages may be left out by a walk; who reads fewer goes straight to pages. */
const MAX_LEFT_OUT = 1 / 3;

interface Window {
  readonly at: number;
  readonly request: ListRequest;
  /** Where the next window may begin. */
  readonly next: readonly number[];
  readonly isEnd: boolean;
}

/**
 * Finds walks by page numbers or offsets whose windows overlap or leave rows out, in whatever order they were read. Going straight to
 * pages is no walk.
 */
export function* findUnevenWalks(
  builder: TraceBuilder,
  requests: readonly ListRequest[],
  groupOf: (request: ListRequest) => string,
): Work<readonly UnevenWalk[]> {
  const groups = new Map<string, ListRequest[]>();
  /** Lists whose first page was read, whatever its size. */
  const begun = new Set<string>();
  for (const { isAltered, pages } of builder.walks) {
    for (const request of isAltered ? [] : pages) {
      yield;
      appendTo(groups, groupOf(request), request);
      if (readPosition(request) === firstPosition(request.contract)) begun.add(nameList(request));
    }
  }
  const found: UnevenWalk[] = [];
  for (const pages of groups.values()) {
    const windows = yield* listWindows(pages);
    found.push(...judgeWindows(windows, begun, builder));
  }
  return found.length === 0 ? found : yield* nameFailures(found, requests, groupOf);
}

/** Says of walks that left pages out which of these were requested in vain. */
function* nameFailures(
  walks: readonly UnevenWalk[],
  requests: readonly ListRequest[],
  groupOf: (request: ListRequest) => string,
): Work<readonly UnevenWalk[]> {
  const failures = new Map<string, ListRequest[]>();
  for (const request of requests) {
    yield;
    if (request.outcome === 'failed') appendTo(failures, groupOf(request), request);
  }
  return walks.map((walk) => {
    const { kind, before, request } = walk;
    const [from, to] = [before, request].map((one) => one && readPosition(one));
    if (kind !== 'gap' || from === undefined || to === undefined) return walk;
    const failed = failures.get(groupOf(request))?.find((one) => {
      const at = readPosition(one);
      return at !== undefined && at > from && at < to;
    });
    return { ...walk, ...(failed !== undefined && { failed }) };
  });
}

function judgeWindows(
  windows: readonly Window[],
  begun: ReadonlySet<string>,
  builder: TraceBuilder,
): readonly UnevenWalk[] {
  const [start] = windows;
  if (start === undefined || windows.length < MIN_WINDOWS) return [];
  const { contract, size, hasInvalidSize } = start.request;
  if (hasInvalidSize || size === 0) return [];
  const first = firstPosition(contract);
  const step = contract.page.style === 'number' ? 1 : size;
  if (start.at === first) return findStride(windows, step) ?? findHoles(windows, step);
  return begun.has(nameList(start.request)) ? [] : findLateBeginning(windows, first, step, builder);
}

/** Each window once, as it was read first, by their positions. */
function* listWindows(pages: readonly ListRequest[]): Work<readonly Window[]> {
  const windows = new Map<number, Window>();
  for (const request of [...pages].sort((one, other) => one.index - other.index)) {
    yield;
    const at = readPosition(request);
    if (at === undefined || windows.has(at)) continue;
    const { next, mayEnd } = findNeighbours(request, at);
    windows.set(at, { at, request, next: [...next], isEnd: mayEnd });
  }
  return [...windows.values()].sort((one, other) => one.at - other.at);
}

function findStride(windows: readonly Window[], step: number): readonly UnevenWalk[] | undefined {
  const [before, second] = windows;
  if (before === undefined || second === undefined) return undefined;
  const stride = second.at - before.at;
  if (stride === step || !isEven(windows, stride)) return undefined;
  // A short page may lead to the row behind its last one.
  if (before.next.includes(second.at)) return undefined;
  const kind = stride < step ? 'overlap' : 'gap';
  const leftOut = kind === 'gap' ? windows.length - 1 : 0;
  return [{ kind, before: before.request, request: second.request, stride, step, leftOut }];
}

function isEven(windows: readonly Window[], stride: number): boolean {
  return windows.every(({ at }, index) => index === 0 || at - (windows[index - 1]?.at ?? 0) === stride);
}

/** Only of a walk that came to the end. */
function findHoles(windows: readonly Window[], step: number): readonly UnevenWalk[] {
  if (windows.at(-1)?.isEnd !== true) return [];
  const holes = windows.slice(1).flatMap((window, index) => {
    const before = windows[index] as Window;
    const missing = Math.ceil((window.at - before.at) / step) - 1;
    return missing > 0 && !before.next.includes(window.at) ? [{ before, window, missing }] : [];
  });
  const [hole] = holes;
  const leftOut = holes.reduce((sum, { missing }) => sum + missing, 0);
  if (hole === undefined || leftOut > (windows.length + leftOut) * MAX_LEFT_OUT) return [];
  const { before, window } = hole;
  const stride = window.at - before.at;
  return [{ kind: 'gap', before: before.request, request: window.request, stride, step, leftOut }];
}

/** A walk from the second page to the end: who counts from another number than the list. */
function findLateBeginning(
  windows: readonly Window[],
  first: number,
  step: number,
  { offerOf }: TraceBuilder,
): readonly UnevenWalk[] {
  const [start] = windows;
  if (start === undefined || start.at !== first + step || offerOf.has(start.request)) return [];
  if (windows.at(-1)?.isEnd !== true || !isEven(windows, step)) return [];
  return [{ kind: 'beginning', request: start.request, stride: step, step, leftOut: 1 }];
}
