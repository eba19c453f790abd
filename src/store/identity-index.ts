import type { Field } from '../contract/contract.ts';
import type { ColumnSource, RowSource } from '../dataset/row-source.ts';
import type { PlacedSource } from './column.ts';
import type { Slot } from './table.ts';

type Find = (identity: string) => number | undefined;

/**
 * @param identity - the field that no two rows share a value of
 * @param sources - one after the other
 * @returns what finds the slot of an identity. Sources that cannot find a text themselves are read whole when first asked.
 */
export function createIdentityIndex(
  identity: Field,
  sources: readonly PlacedSource[],
): (text: string) => Slot | undefined {
  const finds = sources.map(({ source }) => createFind(identity, source));
  return (text) => {
    for (const [place, find] of finds.entries()) {
      const index = find(text);
      if (index !== undefined) return (sources[place] as PlacedSource).start + index;
    }
    return undefined;
  };
}

function createFind(identity: Field, source: RowSource): Find {
  let find: Find | undefined;
  return (text) => {
    find ??= openColumn(source, source.column(identity));
    return find(text);
  };
}

function openColumn({ size }: RowSource, column: ColumnSource): Find {
  if (column.kind === 'numbers') return openNumbers(size, column);
  const read = createReader(column);
  if (column.kind === 'values' && column.find !== undefined) {
    const { find } = column;
    return (text) => find(text).find((index) => index < size && read(index) === text);
  }
  const known = readAll(size, read);
  return (text) => known.get(text);
}

/** Numbers that are counted on need no table: they are found by halves. */
function openNumbers(size: number, { at, fill }: Extract<ColumnSource, { kind: 'numbers' }>): Find {
  const values = new Float64Array(size);
  if (fill === undefined) for (let index = 0; index < size; index += 1) values[index] = at(index);
  else fill(values, 0);
  const find = isAscending(values) ? findByHalves(values) : findInTable(values);
  return (text) => {
    const value = Number(text);
    return String(value) === text && !Number.isNaN(value) ? find(value) : undefined;
  };
}

function isAscending(values: Float64Array): boolean {
  for (let index = 1; index < values.length; index += 1) {
    if (!((values[index - 1] as number) < (values[index] as number))) return false;
  }
  return true;
}

function findByHalves(values: Float64Array): (value: number) => number | undefined {
  return (value) => {
    let [from, to] = [0, values.length];
    while (from < to) {
      const middle = (from + to) >>> 1;
      if ((values[middle] as number) < value) from = middle + 1;
      else to = middle;
    }
    return values[from] === value ? from : undefined;
  };
}

function findInTable(values: Float64Array): (value: number) => number | undefined {
  const known = new Map<number, number>();
  // Backwards, so that the first of equals stays.
  for (let index = values.length - 1; index >= 0; index -= 1) known.set(values[index] as number, index);
  return (value) => known.get(value);
}

function readAll(size: number, read: (index: number) => string): ReadonlyMap<string, number> {
  const known = new Map<string, number>();
  // Backwards, so that the first of equals stays.
  for (let index = size - 1; index >= 0; index -= 1) known.set(read(index), index);
  return known;
}

function createReader(column: Exclude<ColumnSource, { kind: 'numbers' }>): (index: number) => string {
  return column.kind === 'dictionary'
    ? (index) => String(column.values[column.codeAt(index)]?.[0])
    : (index) => String(column.at(index)[0]);
}
