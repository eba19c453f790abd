import { computed, type ReadonlySignal, signal } from '@preact/signals';
import { callAdmin } from '../admin/client.ts';
import type { JsonObject, Place, View } from '../admin/contract-types.ts';
import { api, contract, session } from '../state/chosen.ts';
import { epoch, listen } from '../state/connection.ts';
import { parameter } from '../state/location.ts';
import { createResource, type Resource } from '../state/resource.ts';

/** How many rows are asked for at once. */
export const CHUNK = 100;

/** The name of the collection that is shown: that of the URL, or the first one. */
export const collection: ReadonlySignal<string | undefined> = computed(
  () => parameter('collection') ?? contract.value?.collections[0]?.name,
);

/** Counts up when rows may be others than before. */
export const edition = signal(0);

export function rowsChanged(): void {
  edition.value += 1;
}

listen('change', rowsChanged);
listen<{ readonly faults?: readonly string[] }>('exchange', ({ faults }) => {
  // Some faults move rows.
  if (faults?.some((kind) => kind.startsWith('row-')) === true) rowsChanged();
});

/** How many rows the collection has. */
export const total: Resource<number> = createResource((cancel) => {
  edition.value;
  epoch.value;
  return collection.value === undefined ? undefined : readRows(0, 1, cancel).then(({ total: count }) => count);
});

/** A part of the collection, in the contract's own order. */
export function readRows(offset: number, limit: number, cancel?: AbortSignal): Promise<View> {
  return callAdmin(`/contracts/${encodeURIComponent(api.value ?? '')}/view`, {
    query: { session: session.value, collection: collection.value, offset, limit },
    ...(cancel !== undefined && { signal: cancel }),
  });
}

/** Where a row is now; `undefined`: nowhere. */
export async function locateRow(identity: string): Promise<number | undefined> {
  const [found] = await callAdmin<readonly Place[]>(`/contracts/${encodeURIComponent(api.value ?? '')}/places`, {
    method: 'POST',
    query: { session: session.value },
    body: { collection: collection.value, identities: [identity] },
  });
  return found?.place;
}

/** The row that is selected, with the fields that responses do not show. */
export const selectedRow: Resource<{
  readonly identity: string;
  readonly row: JsonObject;
  readonly place: number | undefined;
}> = createResource((cancel) => {
  const identity = parameter('row');
  edition.value;
  epoch.value;
  if (identity === undefined || collection.value === undefined) return undefined;
  const query = { session: session.value, collection: collection.value };
  return Promise.all([callAdmin<JsonObject>(rowPath(identity), { query, signal: cancel }), locateRow(identity)]).then(
    ([row, place]) => ({ identity, row, place }),
  );
});

/** The path of a row, below the admin API. */
export function rowPath(identity?: string): string {
  const rows = `/contracts/${encodeURIComponent(api.value ?? '')}/rows`;
  return identity === undefined ? rows : `${rows}/${encodeURIComponent(identity)}`;
}

/** Changes rows by a call of the admin API, and shows what came of it. */
export async function callRows<Value>(
  path: string,
  method: 'POST' | 'PATCH' | 'DELETE',
  body?: JsonObject,
): Promise<Value> {
  const done = await callAdmin<Value>(path, {
    method,
    query: { session: session.value, collection: collection.value },
    ...(body !== undefined && { body }),
  });
  rowsChanged();
  return done;
}
