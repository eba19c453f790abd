import type { Contract } from '../../../src/contract/contract.ts';
import type { Answer } from '../../list/answer.ts';

/**
 * Whether two answers to the same question agree. Where the target says itself where the next page begins, a page may be
 * shorter one time than another.
 */
export function haveSameRows(
  { page }: Pick<Contract, 'page'>,
  one: Answer | undefined,
  other: Answer | undefined,
): boolean {
  const [a, b] = [one?.page?.ids, other?.page?.ids];
  if (a === undefined || b === undefined) return false;
  const mayBeShort = (page.style === 'links' || page.style === 'keyset') && a.length > 0 && b.length > 0;
  const length = mayBeShort ? Math.min(a.length, b.length) : Number.POSITIVE_INFINITY;
  return String(a.slice(0, length)) === String(b.slice(0, length));
}
