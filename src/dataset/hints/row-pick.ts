import type { Json } from '../../contract/contract.ts';
import type { HintCall } from '../generate/compiler.ts';
import { hashPlace, scaleHash } from '../generate/hash.ts';
import { keepValue } from '../generate/pool.ts';
import type { Producer } from '../generate/producer.ts';
import { readOptions } from './options.ts';

/** Chances are told apart to one in this many. */
const TICKETS = 4096;
const MASK = TICKETS - 1;

/**
 * `row.pick { from, weights }`: one of a list of values.
 *
 * - `from`: the values, which may be objects
 * - `weights`: how often each comes, as one number for each value; all alike by default
 */
export function compileRowPick(call: HintCall): Producer {
  const options = readOptions(call, ['from', 'weights']);
  const from = options.list('from') ?? [];
  if (from.length === 0) call.fail('from: expected a list of values');
  const weights = options.list('weights');
  if (weights !== undefined) checkWeights(call, weights, from.length);
  return pickProducer(
    from as readonly Json[],
    call.compiler.keyOf(call.site),
    weights as readonly number[] | undefined,
  );
}

/**
 * A choice from a list.
 *
 * @param values - at least one
 * @param key - stands for seed and field
 * @param weights - how often each comes
 */
export function pickProducer(values: readonly Json[], key: number, weights?: readonly number[]): Producer {
  const tickets = weights && drawTickets(weights);
  const kept = values.map(keepValue);
  const count = kept.length;
  const codeAt =
    tickets === undefined
      ? (variant: number, element: number) => scaleHash(hashPlace(key, variant, element), count)
      : (variant: number, element: number) => tickets[hashPlace(key, variant, element) & MASK] as number;
  return {
    valueAt: (variant, element) => kept[codeAt(variant, element)],
    usesRow: false,
    codes: () => ({
      values: kept,
      codeAt,
      fill: (target, first) =>
        tickets === undefined ? fillAlike(target, first, key, count) : fillWeighted(target, first, key, tickets),
    }),
  };
}

function fillAlike(target: Uint16Array, first: number, key: number, count: number): void {
  for (let index = 0; index < target.length; index++)
    target[index] = scaleHash(hashPlace(key, first + index, 0), count);
}

function fillWeighted(target: Uint16Array, first: number, key: number, tickets: Uint16Array): void {
  for (let index = 0; index < target.length; index++) {
    target[index] = tickets[hashPlace(key, first + index, 0) & MASK] as number;
  }
}

function checkWeights(call: HintCall, weights: readonly unknown[], count: number): void {
  const isWeight = (weight: unknown): boolean => typeof weight === 'number' && Number.isFinite(weight) && weight >= 0;
  if (weights.length !== count) call.fail(`weights: expected ${count}, one for each value, not ${weights.length}`);
  if (!weights.every(isWeight) || !weights.some((weight) => weight !== 0)) {
    call.fail('weights: expected numbers from 0, not all of them 0');
  }
}

/** A table in which each value stands as often as its weight says. */
function drawTickets(weights: readonly number[]): Uint16Array {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const tickets = new Uint16Array(TICKETS);
  let drawn = 0;
  let start = 0;
  for (const [code, weight] of weights.entries()) {
    drawn += weight;
    const end = Math.round((drawn / total) * TICKETS);
    tickets.fill(code, start, end);
    start = end;
  }
  return tickets;
}
