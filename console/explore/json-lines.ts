import type { Json } from '../admin/contract-types.ts';

/** A piece of a line of JSON. */
export interface Piece {
  readonly kind: 'name' | 'text' | 'number' | 'word' | 'mark';
  readonly text: string;
  /** Of a value, as it is. */
  readonly value?: string;
}

/** A line of JSON, as it is printed for people. */
export interface Line {
  readonly indent: number;
  readonly pieces: readonly Piece[];
  /** The name of the nearest member, for what the contract says about it. */
  readonly name?: string;
}

/** Prints JSON line by line. It asks no stack of its own, so that nothing is nested too deeply. */
export function printJson(root: Json): readonly Line[] {
  const lines: Line[] = [];
  const open: Open[] = [];
  put(root, undefined, '');
  while (open.length > 0) {
    const holder = open.at(-1) as Open;
    const entry = holder.entries[holder.next];
    if (entry === undefined) {
      open.pop();
      const more = (open.at(-1)?.next ?? 0) < (open.at(-1)?.entries.length ?? 0);
      lines.push({ indent: open.length, pieces: [{ kind: 'mark', text: `${holder.end}${more ? ',' : ''}` }] });
      continue;
    }
    holder.next += 1;
    put(entry[1], entry[0], holder.next < holder.entries.length ? ',' : '', holder.name);
  }
  return lines;

  function put(value: Json, name: string | undefined, comma: string, outer?: string): void {
    const own = name ?? outer;
    const about = own === undefined ? {} : { name: own };
    const label: readonly Piece[] =
      name === undefined
        ? []
        : [
            { kind: 'name', text: JSON.stringify(name) },
            { kind: 'mark', text: ': ' },
          ];
    if (typeof value !== 'object' || value === null) {
      lines.push({ indent: open.length, pieces: [...label, scalar(value), { kind: 'mark', text: comma }], ...about });
      return;
    }
    const isList = Array.isArray(value);
    const entries = isList ? value.map((one) => [undefined, one as Json] as const) : Object.entries(value);
    const [begin, end] = isList ? ['[', ']'] : ['{', '}'];
    if (entries.length === 0) {
      lines.push({
        indent: open.length,
        pieces: [...label, { kind: 'mark', text: `${begin}${end}${comma}` }],
        ...about,
      });
      return;
    }
    lines.push({ indent: open.length, pieces: [...label, { kind: 'mark', text: begin }], ...about });
    open.push({ entries, next: 0, end, name: own });
  }
}

interface Open {
  readonly entries: readonly (readonly [name: string | undefined, value: Json])[];
  next: number;
  readonly end: string;
  readonly name: string | undefined;
}

function scalar(value: string | number | boolean | null): Piece {
  if (typeof value === 'string') return { kind: 'text', text: JSON.stringify(value), value };
  if (typeof value === 'number') return { kind: 'number', text: String(value), value: String(value) };
  return { kind: 'word', text: String(value) };
}
