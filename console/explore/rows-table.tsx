import type { JSX } from 'preact';
import { useEffect } from 'preact/hooks';
import type { ContractModel, JsonObject } from '../admin/contract-types.ts';
import { ScrollRegion } from '../parts/scroll-region.tsx';
import { useVirtual } from '../parts/use-virtual.ts';
import { go, parameter } from '../state/location.ts';
import type { Picture, Trouble } from '../strip/picture.ts';
import { pointsAt } from './contract-says.tsx';
import { capitalise, count, nounOf } from './headline.ts';
import { nameOf, sayValue, valueAt } from './rows-names.ts';
import { at, list, page, picture, selected, target } from './state.ts';

/** A line of the table: a row of the page, or rows that should have come here. */
type Line =
  | {
      readonly kind: 'row';
      readonly identity: string;
      readonly row: JsonObject;
      readonly place: number | undefined;
      readonly isTwice: boolean;
      readonly isTied: boolean;
    }
  | { readonly kind: 'lost'; readonly trouble: Trouble };

const ROW = 26;
/** Where a row has two lines. */
const NARROW_ROW = 50;

/** The rows of the page that is selected, with those that were lost where they should have come. */
export function RowsTable(): JSX.Element | null {
  const { rows = [] } = page.value.value ?? {};
  const lines = listLines(rows, picture.value, selected.value?.exchange);
  const { scroll, items, height, scrollTo } = useVirtual(
    lines.length,
    matchMedia('(max-width: 900px)').matches ? NARROW_ROW : ROW,
  );
  const columns = orderColumns(target.value?.model).filter((path) => {
    return rows.some(({ row }) => valueAt(row, path) !== undefined);
  });
  const chosen = parameter('row');
  useEffect(() => {
    const index = lines.findIndex((line) => line.kind === 'row' && line.identity === chosen);
    if (index >= 0) scrollTo(index);
  }, [chosen, at.value]);
  const top = items[0]?.start ?? 0;
  const bottom = height - (items.at(-1)?.end ?? 0);
  return (
    <ScrollRegion box={scroll} label={`Rows of response ${at.value + 1}`}>
      <table class="rows" aria-rowcount={lines.length + 1}>
        <thead>
          <tr>
            <th class="num">now</th>
            {columns.map((path) => (
              <th key={path} {...pointsAt(path)}>
                {path.replaceAll('/', '.')}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {top > 0 && <tr class="space" style={{ height: `${top}px` }} />}
          {items.map(({ index }) => {
            const line = lines[index];
            if (line === undefined) return null;
            return line.kind === 'lost' ? (
              <LostLine key={`lost-${line.trouble.from}`} trouble={line.trouble} columns={columns.length + 1} />
            ) : (
              <RowLine
                key={`${line.identity}-${index}`}
                line={line}
                columns={columns}
                isChosen={line.identity === chosen}
              />
            );
          })}
          {bottom > 0 && <tr class="space" style={{ height: `${bottom}px` }} />}
        </tbody>
      </table>
    </ScrollRegion>
  );
}

/** What people read first comes first; what tells rows apart, last. */
function orderColumns(model: ContractModel | undefined): readonly string[] {
  if (model === undefined) return [];
  const { columns, identity, order } = model;
  const sorted = order.by[0]?.field;
  const others = columns.filter((path) => path !== identity && path !== sorted);
  const last = columns.filter((path) => path === identity);
  return [
    ...others.slice(0, 5),
    ...columns.filter((path) => path === sorted && path !== identity),
    ...others.slice(5),
    ...last,
  ];
}

interface RowLineProps {
  readonly line: Extract<Line, { kind: 'row' }>;
  readonly columns: readonly string[];
  readonly isChosen: boolean;
}

function RowLine({ line, columns, isChosen }: RowLineProps): JSX.Element {
  const { identity, row, place, isTwice, isTied } = line;
  const style = [isChosen && 'chosen', isTwice && 'twice', isTied && 'tied'].filter(Boolean).join(' ');
  return (
    <tr class={style} aria-current={isChosen || undefined}>
      <td class="num soft">
        <button
          type="button"
          class="place"
          aria-label={`${place ?? 'gone'}: show ${nameOf(row, identity)} on the strip`}
          onClick={() => go({ row: identity }, { replace: true })}
        >
          {place ?? 'gone'}
        </button>
      </td>
      {columns.map((path) => {
        const value = valueAt(row, path);
        return (
          <td key={path} class={value === null ? 'soft' : undefined} title={sayValue(value)} {...pointsAt(path)}>
            {sayValue(value)}
          </td>
        );
      })}
    </tr>
  );
}

function LostLine({ trouble, columns }: { readonly trouble: Trouble; readonly columns: number }): JSX.Element {
  const { identities } = trouble;
  const places = new Map((list.value.value?.rows ?? []).map((one) => [one.identity, one]));
  const names = identities.slice(0, 3).map((identity) => {
    const found = places.get(identity);
    return `${nameOf(found?.row, identity)} (now ${found?.place ?? '?'})`;
  });
  const noun = nounOf(target.value?.contract.path ?? '');
  const between = at.value === 0 ? 'here' : `before response ${at.value + 1}`;
  return (
    <tr class="lost">
      <td colSpan={columns}>
        <b>
          {capitalise(count(identities.length, noun))} {between} {identities.length === 1 ? 'was' : 'were'} never read:
        </b>{' '}
        {names.join(', ')}
        {identities.length > 3 && ` and ${identities.length - 3} more`}
      </td>
    </tr>
  );
}

function listLines(
  rows: readonly { readonly identity: string; readonly row: JsonObject }[],
  drawn: Picture | undefined,
  exchange: number | undefined,
): readonly Line[] {
  const cells = new Map(drawn?.cells.map((cell, index) => [cell.identity, { ...cell, index }]) ?? []);
  // Of a long list, not every request has a lane.
  const lane = drawn?.lanes.findIndex(({ window }) => window.exchange === exchange);
  const lost = (drawn?.troubles ?? []).filter(({ kind, lanes }) => kind === 'never' && lanes.at(-1) === lane);
  const tied = drawn?.ties.find(({ from, to, edge }) => {
    return edge !== undefined && rows.some(({ identity }) => isWithin(cells.get(identity)?.index, from, to));
  });
  const lines: Line[] = [];
  let next = 0;
  for (const { identity, row } of rows) {
    const cell = cells.get(identity);
    while (next < lost.length && cell !== undefined && (lost[next] as Trouble).from < cell.index) {
      lines.push({ kind: 'lost', trouble: lost[next] as Trouble });
      next += 1;
    }
    lines.push({
      kind: 'row',
      identity,
      row,
      place: cell?.place,
      isTwice: cell?.state === 'twice',
      isTied: tied !== undefined && isWithin(cell?.index, tied.from, tied.to),
    });
  }
  return lines;
}

function isWithin(index: number | undefined, from: number, to: number): boolean {
  return index !== undefined && index >= from && index <= to;
}
