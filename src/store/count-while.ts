/**
 * @param length - how many there are
 * @param holds - true for some first indexes, false for all that follow
 * @returns for how many it is true
 */
export function countWhile(length: number, holds: (index: number) => boolean): number {
  let low = 0;
  let high = length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (holds(middle)) low = middle + 1;
    else high = middle;
  }
  return low;
}
