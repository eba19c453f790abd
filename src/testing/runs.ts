/** The part of all repetitions that `npm test` makes; CI makes all of them. */
const DEFAULT_FACTOR = 0.1;

/**
 * How often a property or soak is repeated: a tenth of `full`, or `full` times the factor in `PAGEWRIGHT_RUNS`
 * (1 in CI, more for a soak by hand); at least once.
 */
export function runs(full: number): number {
  // Tests of the console are compiled without the types of Node.
  const { process } = globalThis as unknown as {
    readonly process: { readonly env: Record<string, string | undefined> };
  };
  const factor = Number(process.env['PAGEWRIGHT_RUNS'] ?? DEFAULT_FACTOR);
  if (!(factor > 0 && Number.isFinite(factor))) throw new Error('Invalid PAGEWRIGHT_RUNS: must be a number above 0');
  return Math.max(1, Math.ceil(full * factor));
}
