/**
 * How often a property is tried: `usual` times, or as often as `PAGEWRIGHT_RUNS` says, for a longer soak.
 */
export function readRuns(usual: number): number {
  const asked = Number(process.env['PAGEWRIGHT_RUNS'] ?? usual);
  if (!(Number.isInteger(asked) && asked > 0)) throw new Error('PAGEWRIGHT_RUNS: expected an integer from 1');
  return asked;
}
