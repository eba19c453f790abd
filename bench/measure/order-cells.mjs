/**
 * Puts cells in the order of measuring, which is not that of the table: the bare servers of a contract stand in the
 * middle of what is compared with them, so that little time lies between the two sides of a ratio.
 * @template {{ cell: import('./cell.mjs').Cell }} T
 * @param {T[]} entries
 * @returns {T[]}
 */
export function orderCells(entries) {
  const contracts = [...new Set(entries.map(({ cell }) => cell.contract))];
  return contracts.flatMap((contract) => {
    const all = entries.filter(({ cell }) => cell.contract === contract);
    const peers = all.filter(({ cell }) => cell.isPeer);
    const bare = all.filter(({ cell }) => cell.isBare);
    const ours = all.filter(({ cell }) => !cell.isPeer && !cell.isBare);
    const half = Math.ceil(ours.length / 2);
    return [...peers, ...ours.slice(0, half), ...bare, ...ours.slice(half)];
  });
}
