import type { JSX } from 'preact';
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { ContractModel, Json, PlacedRow } from '../admin/contract-types.ts';
import { valueAt } from '../explore/rows-names.ts';
import { useAction } from '../parts/form.ts';
import { Notice, Problem, Skeleton } from '../parts/small-parts.tsx';
import { useVirtual } from '../parts/use-virtual.ts';
import { contract, model, session } from '../state/chosen.ts';
import { canAct } from '../state/connection.ts';
import { go, parameter } from '../state/location.ts';
import { changedRows } from './changes.ts';
import { CHUNK, collection, edition, locateRow, readRows, total } from './rows.ts';

/** The height of a row, in pixels. */
const HEIGHT = 28;
/** Browsers end an element at some 16 million pixels: of more rows, a window is scrolled. */
const WINDOW = 100_000;
/** How many columns beside the place. */
const COLUMNS = 5;

/** Rows where they are now, however many there are. */
export function RowTable(): JSX.Element {
  const count = total.value.value;
  const about = model.value.value;
  const [wanted, setWanted] = useState<{ readonly place: number } | undefined>(undefined);
  return (
    <>
      <TableHead count={count} onGo={(place) => setWanted({ place })} />
      {total.error.value !== undefined && <Problem error={total.error.value} />}
      {count === undefined || about === undefined ? (
        <div class="scroll">{total.isSlow.value && <Skeleton lines={10} />}</div>
      ) : count === 0 ? (
        <div class="scroll">
          <Notice
            title="There are no rows"
            actions={
              <button type="button" class="btn" onClick={() => go({ add: '1', row: undefined })}>
                Add a row
              </button>
            }
          >
            The contract allows an empty list, and the mock returns one.
          </Notice>
        </div>
      ) : (
        <VirtualRows
          key={`${session.value} ${about.id} ${collection.value}`}
          count={count}
          about={about}
          wanted={wanted}
        />
      )}
    </>
  );
}

function TableHead({ count, onGo }: { count: number | undefined; onGo: (place: number) => void }): JSX.Element {
  const [text, setText] = useState('');
  const find = useAction(async () => {
    const wanted = text.trim();
    if (wanted === '') return;
    const place = await findPlace(wanted, count ?? 0);
    onGo(place.place);
    if (place.identity !== undefined) go({ row: place.identity, add: undefined });
  });
  const all = contract.value?.collections ?? [];
  return (
    <header>
      <h2>Rows</h2>
      <span class="soft small count">{count?.toLocaleString('en')} in</span>
      {all.length > 1 ? (
        <select
          class="input collection"
          aria-label="Collection"
          value={collection.value}
          onChange={(event) => go({ collection: event.currentTarget.value, row: undefined })}
        >
          {all.map(({ name }) => (
            <option key={name} value={name}>
              {name}
            </option>
          ))}
        </select>
      ) : (
        <span class="soft small">{collection.value}</span>
      )}
      <span class="grow" />
      <form
        class="find"
        onSubmit={(event) => {
          event.preventDefault();
          void find.run();
        }}
      >
        <label class="hidden" for="go-to-row">
          Go to row or {model.value.value?.identity}
        </label>
        <input
          id="go-to-row"
          class="input"
          placeholder={`Row or ${model.value.value?.identity ?? 'identity'}`}
          value={text}
          aria-invalid={find.error !== undefined}
          onInput={(event) => setText(event.currentTarget.value)}
        />
        <Problem error={find.error} />
      </form>
      <button type="button" class="btn small" disabled={!canAct()} onClick={() => go({ add: '1', row: undefined })}>
        Add a row
      </button>
    </header>
  );
}

async function findPlace(text: string, count: number): Promise<{ readonly place: number; readonly identity?: string }> {
  const found = await locateRow(text);
  if (found !== undefined) return { place: found, identity: text };
  const place = /^[\d,]+$/.test(text) ? Number(text.replaceAll(',', '')) : Number.NaN;
  if (place >= 1 && place <= count) return { place };
  throw new Error(
    `Unknown row ${text}: must be a place from 1 to ${count.toLocaleString('en')}, or the identity of a row`,
  );
}

interface VirtualProps {
  readonly count: number;
  readonly about: ContractModel;
  /** The row to go to; another object each time. */
  readonly wanted: { readonly place: number } | undefined;
}

function VirtualRows({ count, about, wanted }: VirtualProps): JSX.Element {
  const [start, setStart] = useState(0);
  /** The row that is to have the focus once it is drawn. */
  const aimed = useRef<number | undefined>(undefined);
  /** The row that the tabulator comes to. */
  const [at, setAt] = useState(-1);
  const length = Math.min(WINDOW, count - start);
  const { scroll, items, height, scrollTo } = useVirtual(length, HEIGHT);
  const first = start + (items[0]?.index ?? 0);
  const last = start + (items.at(-1)?.index ?? 0);
  const rows = useChunks(first, last);
  useEffect(() => {
    if (wanted === undefined) return;
    const next = Math.max(0, Math.min(count - WINDOW, wanted.place - WINDOW / 2));
    setStart(next);
    requestAnimationFrame(() => scrollTo(wanted.place - 1 - next));
  }, [wanted]);
  const shift = (element: HTMLElement): void => {
    const isLow = element.scrollTop < HEIGHT * 200 && start > 0;
    const isHigh = element.scrollTop > (length - 200) * HEIGHT && start + length < count;
    if (!isLow && !isHigh) return;
    const next = Math.max(0, Math.min(count - WINDOW, start + (isHigh ? 1 : -1) * (WINDOW / 2)));
    element.scrollTop += (start - next) * HEIGHT;
    setStart(next);
  };
  const columns = about.columns.slice(0, COLUMNS);
  const chosen = [...rows].find(([, { identity }]) => identity === parameter('row'))?.[0];
  const stop = at >= first && at <= last ? at : (chosen ?? first);
  useLayoutEffect(() => {
    if (aimed.current === undefined) return;
    const name = scroll.current?.querySelector<HTMLElement>(`[aria-rowindex="${aimed.current + 2}"] .row-name`);
    if (name === undefined || name === null) return;
    name.focus({ preventScroll: true });
    aimed.current = undefined;
  });
  const goByKeys = (event: KeyboardEvent): void => {
    const from = indexOf(event.target);
    const to = {
      ArrowDown: from + 1,
      ArrowUp: from - 1,
      PageDown: from + 10,
      PageUp: from - 10,
      Home: start,
      End: start + length - 1,
    }[event.key];
    if (to === undefined || Number.isNaN(from)) return;
    event.preventDefault();
    aimed.current = Math.max(start, Math.min(start + length - 1, to));
    scrollTo(aimed.current - start);
    setAt(aimed.current);
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: keys go among the buttons of its rows
    <div
      class="scroll rows-scroll"
      ref={scroll}
      onScroll={(event) => shift(event.currentTarget)}
      onKeyDown={goByKeys}
      onFocusIn={(event) => setAt(indexOf(event.target))}
    >
      <table class="rows-table" aria-rowcount={count + 1}>
        <thead>
          <tr>
            <th class={count > 9999 ? 'num many' : 'num'} scope="col">
              now
            </th>
            {columns.map((name) => (
              <th key={name} scope="col" class={widthOf(name, about, rows.values())}>
                {name} {arrowOf(about, name)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          <tr class="space" style={{ height: `${items[0]?.start ?? 0}px` }} />
          {items.map(({ index }) => (
            <Row
              key={start + index}
              place={start + index + 1}
              shown={rows.get(start + index)}
              columns={columns}
              isStop={start + index === stop}
            />
          ))}
          <tr class="space" style={{ height: `${height - (items.at(-1)?.end ?? 0)}px` }} />
        </tbody>
      </table>
    </div>
  );
}

/** The row that an element stands in, counted from 0; `NaN` beside the rows. */
function indexOf(target: EventTarget | null): number {
  return Number((target as Element).closest('[aria-rowindex]')?.getAttribute('aria-rowindex') ?? Number.NaN) - 2;
}

function Row({
  place,
  shown,
  columns,
  isStop,
}: {
  place: number;
  shown: PlacedRow | undefined;
  columns: readonly string[];
  /** Whether the tabulator comes to it; from there, arrows go on. */
  isStop: boolean;
}): JSX.Element {
  const isSelected = shown !== undefined && shown.identity === parameter('row');
  const isChanged = shown !== undefined && changedRows.value.has(shown.identity);
  const style = [isSelected ? 'selected' : '', isChanged ? 'changed' : ''].join(' ');
  return (
    <tr class={style} aria-rowindex={place + 1} aria-selected={isSelected}>
      <td class="num soft">
        {place.toLocaleString('en')}
        {isChanged && <span class="hidden">, changed</span>}
      </td>
      {columns.map((name, index) => {
        const value = shown === undefined ? undefined : valueAt(shown.row, name);
        if (index > 0 || shown === undefined) {
          return (
            <td key={name} title={typeof value === 'number' ? String(value) : undefined}>
              {sayValue(value)}
            </td>
          );
        }
        return (
          <td key={name}>
            <button
              type="button"
              class="row-name"
              tabIndex={isStop ? 0 : -1}
              onClick={() => go({ row: shown.identity, add: undefined })}
            >
              {shown.identity}
            </button>
          </td>
        );
      })}
    </tr>
  );
}

/** How wide a column has to be, by its schema and by what is in sight of it. */
function widthOf(name: string, { identity }: ContractModel, rows: Iterable<PlacedRow>): string | undefined {
  if (name === identity) return undefined;
  const shown = [...rows].map(({ row }) => sayValue(valueAt(row, name)));
  const longest = Math.max(0, name.length, ...shown.map(({ length }) => length));
  if (longest <= 10) return 'short';
  return longest <= 17 ? 'medium' : undefined;
}

function arrowOf({ order }: ContractModel, name: string): string {
  const [main] = order.by;
  if (main?.field !== name) return '';
  return main.direction === 'ascending' ? '↑' : '↓';
}

function sayValue(value: Json | undefined): string {
  if (value === undefined) return '';
  if (value === null) return 'null';
  if (typeof value === 'number' && value > 1e11 && value < 1e14) return sayTime(new Date(value));
  if (typeof value === 'string' && /^\d{4}-\d\d-\d\dT[\d:.]+(?:Z|[+-]\d\d:\d\d)$/.test(value))
    return sayTime(new Date(value));
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

function sayTime(time: Date): string {
  return Number.isNaN(time.getTime()) ? '' : time.toISOString().slice(0, 16).replace('T', ' ');
}

/** Rows by their index, loaded as they come into view. Those of an edition before stay until they are loaded anew. */
function useChunks(first: number, last: number): ReadonlyMap<number, PlacedRow> {
  const known = useRef(new Map<number, { readonly edition: number; readonly rows: readonly PlacedRow[] }>());
  const [, redraw] = useState(0);
  const now = edition.value;
  useEffect(() => {
    const cancel = new AbortController();
    const missing: number[] = [];
    for (let chunk = Math.floor(first / CHUNK); chunk <= Math.floor(last / CHUNK); chunk += 1) {
      if (known.current.get(chunk)?.edition !== now) missing.push(chunk);
    }
    for (const chunk of missing) {
      readRows(chunk * CHUNK, CHUNK, cancel.signal).then(
        ({ rows }) => {
          if (cancel.signal.aborted) return;
          known.current.set(chunk, { edition: now, rows });
          redraw((count) => count + 1);
        },
        () => undefined,
      );
    }
    return () => cancel.abort();
  }, [Math.floor(first / CHUNK), Math.floor(last / CHUNK), now]);
  const rows = new Map<number, PlacedRow>();
  for (let index = first; index <= last; index += 1) {
    const row = known.current.get(Math.floor(index / CHUNK))?.rows[index % CHUNK];
    if (row !== undefined) rows.set(index, row);
  }
  return rows;
}
