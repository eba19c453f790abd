import type { Block, Compilation } from './compilation.ts';
import type { Json, Move, MoveTime } from './contract.ts';
import { parseDuration } from './time.ts';

/** Compiles the block's `lifecycle`: named moves that change rows. */
export function compileMoves(compilation: Compilation): ReadonlyMap<string, Move> {
  const moves = new Map<string, Move>();
  for (const [name, move] of Object.entries((compilation.block['lifecycle'] ?? {}) as Block)) {
    if (name !== 'provenance' && name !== 'source') moves.set(name, compileMove(compilation, name, move));
  }
  return moves;
}

function compileMove(compilation: Compilation, name: string, move: Block): Move {
  const path = ['lifecycle', name];
  for (const part of ['from', 'set'] as const) {
    for (const field of Object.keys((move[part] ?? {}) as Block)) compilation.field(field, [...path, part, field]);
  }
  for (const [index, field] of ((move['unset'] ?? []) as readonly string[]).entries()) {
    compilation.field(field, [...path, 'unset', index]);
  }
  const set = Object.entries((move['set'] ?? {}) as Record<string, Json>);
  const from = Object.entries((move['from'] ?? {}) as Block).map(
    ([field, values]) => [field, [values].flat()] as const,
  );
  const times = set.flatMap(([field, value]) => {
    return isTime(value) ? [[field, compileTime(compilation, field, value.now, [...path, 'set', field])] as const] : [];
  });
  return {
    name,
    creates: move['creates'] ?? false,
    from: Object.fromEntries(from),
    set: Object.fromEntries(set.filter(([, value]) => !isTime(value))),
    setTimes: Object.fromEntries(times),
    unset: move['unset'] ?? [],
  };
}

function isTime(value: Json): value is { readonly now: Json } {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, 'now');
}

function compileTime(compilation: Compilation, name: string, text: Json, path: readonly string[]): MoveTime {
  const duration = typeof text === 'string' ? parseDuration(text) : undefined;
  if (duration === undefined) compilation.report(path, 'Invalid duration: must be ISO 8601, for example { now: P7D }');
  const kind = compilation.field(name, path)?.kind ?? 'string';
  if (kind !== 'number' && kind !== 'instant')
    compilation.report(path, `Invalid field ${name}: must be a number or a date-time to hold a time`);
  return { now: duration ?? 0, kind };
}
