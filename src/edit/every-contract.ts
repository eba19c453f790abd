/** What concerns lists of all contracts. */
export function everyContract(): boolean {
  return true;
}
