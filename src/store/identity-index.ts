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
  const read = createReader(column);
  if (column.kind === 'values' && column.find !== undefined) {
    const { find } = column;
    return (text) => find(text).find((index) => index < size && read(index) === text);
  }
  const known = readAll(size, read);
  return (text) => known.get(text);
}

function readAll(size: number, read: (index: number) => string): ReadonlyMap<string, number> {
  const known = new Map<string, number>();
  // Backwards, so that the first of equals stays.
  for (let index = size - 1; index >= 0; index -= 1) known.set(read(index), index);
  return known;
}

function createReader(column: ColumnSource): (index: number) => string {
  switch (column.kind) {
    case 'numbers':
      return (index) => String(column.at(index));
    case 'dictionary':
      return (index) => String(column.values[column.codeAt(index)]?.[0]);
    case 'values':
      return (index) => String(column.at(index)[0]);
  }
}
