import { LRUCache } from 'lru-cache';
import type { Selection } from '../store/table.ts';
import type { ListMock } from './list.ts';
import type { MockRequest } from './message.ts';
import type { MockState } from './state.ts';

/** What a request selects. */
interface Selected {
  readonly collection: string;
  readonly selection: Selection;
}

/** Longer queries are rare, and are read each time. */
const MAX_CHARACTERS = 1024;
const MAX_KEPT = 256;

const keptByState = new WeakMap<MockState, LRUCache<string, Selected>>();

/**
 * Prepares the rows that a request is about where that takes long: the first time that many rows are sorted or filtered in
 * some way. A server waits for it before it lets the list handle the request, and serves others meanwhile.
 *
 * @returns `undefined` when the list can handle the request at once
 */
export function prepareRows(
  list: Pick<ListMock, 'findRows' | 'state'>,
  request: MockRequest,
): Promise<void> | undefined {
  const { state } = list;
  const selected = findSelected(list, state, request);
  const table = selected && state.table(selected.collection);
  return selected === undefined || table === undefined || table.isReady(selected.selection)
    ? undefined
    : table.prepare(selected.selection);
}

/** Reading a request takes longer than looking up whether its rows are ready, so what was read is kept by its text. */
function findSelected(list: Pick<ListMock, 'findRows'>, state: MockState, request: MockRequest): Selected | undefined {
  if (request.query.length > MAX_CHARACTERS) return list.findRows(request);
  const kept = keptByState.get(state) ?? new LRUCache<string, Selected>({ max: MAX_KEPT });
  keptByState.set(state, kept);
  const key = `${request.path}?${request.query}`;
  const known = kept.get(key);
  if (known !== undefined) return known;
  const rows = list.findRows(request);
  if (rows === undefined) return undefined;
  const selected = { collection: rows.collection, selection: rows.selection };
  kept.set(key, selected);
  return selected;
}
