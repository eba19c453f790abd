import type { Filter } from '../contract/contract.ts';
import type { Operand } from '../contract/criterion.ts';
import type { World } from './world.ts';

/**
 * Makes, step by step, what the first use of each filter would have to wait for: the values of its fields over all rows.
 * A server takes a step whenever it has nothing else to do.
 */
export function* warmUp(world: World): Generator<undefined, void> {
  const { contract, collections } = world;
  for (const collection of collections) {
    const table = world.table(collection);
    if (table === undefined || table.size === 0) continue;
    table.select({ criteria: [], order: contract.order.by });
    yield;
    for (const filter of contract.filters) {
      // The key that a name captures is not known before it is asked for.
      if (filter.serialization === 'captured') continue;
      const { fields, operator, ignoreCase } = filter;
      table.select({
        criteria: [{ fields, operator, operand: anyOperand(filter), ignoreCase }],
        order: contract.order.by,
      });
      yield;
    }
  }
}

/** A value that hardly any row holds, so that nothing is kept but the values of the field. */
function anyOperand({ fields, operator }: Filter): Operand {
  const kind = fields[0]?.kind;
  if (kind === 'boolean') return true;
  if (kind === 'number' || kind === 'instant')
    return operator === 'lt' || operator === 'lte' ? Number.MIN_SAFE_INTEGER : Number.MAX_SAFE_INTEGER;
  return '\u0000';
}
