import type { JSX } from 'preact';
import { AdminError, callAdmin } from '../admin/client.ts';
import type { ContractDescription, Place } from '../admin/contract-types.ts';
import { Notice } from '../parts/small-parts.tsx';
import { session } from '../state/chosen.ts';
import { go, hrefOf, parameter } from '../state/location.ts';
import { createResource, type Resource } from '../state/resource.ts';
import { nameOf } from './rows-names.ts';
import { changed, list, picture, selected, target } from './state.ts';

/** What is known of the row of the URL, where it is not among the rows that are drawn. */
interface Sought {
  readonly identity: string;
  /** Where it is in the list; absent: nowhere. */
  readonly place?: number;
  /** The collection that has it, although the list does not. */
  readonly collection?: string;
}

const sought: Resource<Sought> = createResource((cancel) => {
  changed.value;
  const identity = parameter('row');
  const [drawn, chosen, of] = [picture.value, target.value, selected.value];
  if (identity === undefined || drawn === undefined || chosen === undefined) return undefined;
  if (drawn.cells.some((cell) => cell.identity === identity)) return undefined;
  return find(identity, chosen.contract, of !== undefined && of.status < 300 ? of.exchange : undefined, cancel);
});

async function find(
  identity: string,
  { id, collections }: ContractDescription,
  exchange: number | undefined,
  cancel: AbortSignal,
): Promise<Sought> {
  const path = `/contracts/${encodeURIComponent(id)}`;
  const query = { session: session.value };
  const locate = (of: number | undefined): Promise<readonly Place[]> => {
    const body = { identities: [identity], ...(of !== undefined && { exchange: of }) };
    return callAdmin<readonly Place[]>(`${path}/places`, { method: 'POST', query, body, signal: cancel });
  };
  // A request that is no longer kept selects nothing: then the whole list is meant, as it is in the strip.
  const places = await locate(exchange).catch((error: unknown) => {
    if (error instanceof AdminError && exchange !== undefined) return locate(undefined);
    throw error;
  });
  const place = places[0]?.place;
  if (place !== undefined) return { identity, place };
  // Asked for by itself, a row that there is not would be an error.
  const elsewhere = await Promise.all(
    collections.slice(0, MAX_SEARCHED).map(async ({ name, tenant }) => {
      const body = { identities: [identity], collection: name, tenant };
      const [found] = await callAdmin<readonly Place[]>(`${path}/places`, {
        method: 'POST',
        query,
        body,
        signal: cancel,
      });
      return found?.place === undefined ? [] : [name];
    }),
  );
  const [collection] = elsewhere.flat();
  return { identity, ...(collection !== undefined && { collection }) };
}

/** How many collections are searched for a row. */
const MAX_SEARCHED = 20;

/** How many rows around one that lies elsewhere are drawn. */
const AROUND = 100;
const OFFERED = 4;

/** Says so where the URL names a row that is not drawn, and offers what there is. */
export function RowSought(): JSX.Element | null {
  const found = sought.value.value;
  if (found === undefined || found.identity !== parameter('row')) return null;
  const { identity, place, collection } = found;
  const from = Math.max(1, (place ?? 1) - AROUND / 2);
  const forget = (
    <button type="button" class="btn" onClick={() => go({ row: undefined }, { replace: true })}>
      Show no row
    </button>
  );
  if (place !== undefined) {
    return (
      <Notice
        title={`Row “${identity}” lies at place ${place.toLocaleString('en')}`}
        actions={
          <>
            <button
              type="button"
              class="btn primary"
              onClick={() => go({ lens: `${from}-${from + AROUND - 1}` }, { replace: true })}
            >
              Draw the rows around it
            </button>
            {forget}
          </>
        }
      />
    );
  }
  if (collection !== undefined) {
    return (
      <Notice
        title={`Row “${identity}” is not in this list`}
        actions={
          <>
            <a class="btn" href={hrefOf({ row: identity, collection }, 'change')}>
              See it in Change
            </a>
            {forget}
          </>
        }
      >
        It is in {collection}, but what was asked for does not select it.
      </Notice>
    );
  }
  return (
    <Notice
      title={`Unknown row “${identity}”`}
      actions={
        <>
          {list.value.value?.rows.slice(0, OFFERED).map((one) => (
            <button
              key={one.identity}
              type="button"
              class="btn"
              onClick={() => go({ row: one.identity }, { replace: true })}
            >
              {nameOf(one.row, one.identity)}
            </button>
          ))}
          {forget}
        </>
      }
    >
      The API has no row of that identity: it was removed, or belongs to another session or scenario.
    </Notice>
  );
}
