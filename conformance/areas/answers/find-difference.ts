import type { Contract, ErrorAnswer, Json, Pointer } from '../../../src/contract/contract.ts';
import { readPointer } from '../../../src/contract/read-pointer.ts';

/** A place where a body is not what the contract's example shows. */
export interface Difference {
  /** A JSON Pointer. */
  readonly at: string;
  readonly expected: Json | undefined;
  readonly received: Json | undefined;
}

/**
 * Compares the body of a refusal with the example that the contract has for it. Values that are new in every response,
 * texts that are filled in, and the wording of single violations are not compared; more members than the example has are
 * fine.
 *
 * @returns the first difference; `undefined` when there is none
 */
export function findDifference(
  body: Json | undefined,
  answer: ErrorAnswer,
  { envelope }: Pick<Contract, 'envelope'>,
): Difference | undefined {
  const { violations } = answer;
  const free = [
    ...envelope.fresh.map(({ pointer }) => pointer),
    ...answer.fill.map(({ pointer }) => pointer),
    ...(violations === undefined ? [] : [violations.in]),
  ];
  const fixed = answer.fixed ?? [[]];
  for (const pointer of fixed) {
    const expected = readPointer(answer.body, pointer);
    const received = body === undefined ? undefined : readPointer(body, pointer);
    const found = compare(expected, received, pointer, free);
    if (found !== undefined) return found;
  }
  return undefined;
}

function compare(
  expected: Json | undefined,
  received: Json | undefined,
  at: Pointer,
  free: readonly Pointer[],
): Difference | undefined {
  if (free.some((pointer) => isSame(pointer, at))) {
    return received === undefined ? { at: write(at), expected, received } : undefined;
  }
  if (!isHolder(expected)) return expected === received ? undefined : { at: write(at), expected, received };
  if (!isHolder(received) || Array.isArray(expected) !== Array.isArray(received)) {
    return { at: write(at), expected, received };
  }
  for (const [key, value] of Object.entries(expected)) {
    const found = compare(value as Json, readPointer(received, [key]), [...at, key], free);
    if (found !== undefined) return found;
  }
  return undefined;
}

function isHolder(value: Json | undefined): value is { readonly [key: string]: Json } {
  return typeof value === 'object' && value !== null;
}

function isSame(a: Pointer, b: Pointer): boolean {
  return a.length === b.length && a.every((segment, index) => segment === b[index]);
}

function write(pointer: Pointer): string {
  return pointer.map((segment) => `/${segment.replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}
