import type { Block, Compilation } from './compilation.ts';
import type { Json, Move } from './contract.ts';
import { parseDuration } from './parse-duration.ts';

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
  const from = Object.entries((move['from'] ?? {}) as Block).map(([field, values]) => [field, [values].flat()] as const);
  const set = Object.entries((move['set'] ?? {}) as Block).map(([field, value]) => {
    return [field, compileValue(compilation, value, [...path, 'set', field])] as const;
  });
  return {
    name,
    creates: move['creates'] ?? false,
    from: Object.fromEntries(from),
    set: Object.fromEntries(set),
    unset: move['unset'] ?? [],
  };
}

function compileValue(compilation: Compilation, value: Json, path: readonly string[]): Json | { readonly now: number } {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, 'now')) return value;
  const text = (value as { now: unknown }).now;
  const duration = typeof text === 'string' ? parseDuration(text) : undefined;
  if (duration === undefined) compilation.report(path, 'expected an ISO 8601 duration after now, such as { now: P7D }');
  return { now: duration ?? 0 };
}
