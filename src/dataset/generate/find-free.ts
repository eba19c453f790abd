/**
 * The first free index after the taken ones, found in few steps however many are taken. Where free indexes lie between taken
 * ones, any that follows a taken one may be found.
 *
 * @param first - where to begin
 */
export function findFree(first: number, isTaken: (index: number) => boolean): number {
  if (!isTaken(first)) return first;
  let taken = first;
  let free = first + 1;
  for (let step = 1; isTaken(free); step *= 2) {
    taken = free;
    free += step;
  }
  while (free - taken > 1) {
    const middle = Math.floor((free + taken) / 2);
    if (isTaken(middle)) taken = middle;
    else free = middle;
  }
  return free;
}
