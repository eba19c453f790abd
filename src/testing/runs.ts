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

/**
 * The share of some cases that `npm test` takes: one of every few, and for another group others, so that groups of the same cases
 * take all of them together. All cases where all repetitions are made.
 *
 * @param group - a number of it, from 0 on
 * @param parts - of which one is taken
 */
export function share<Case>(cases: readonly Case[], group: number, parts: number): readonly Case[] {
  const step = Math.ceil(Math.min(parts, cases.length) / runs(parts));
  return cases.filter((_, index) => (index + group) % step === 0);
}

/**
 * How much a run of the suite tries that is not about its checks: what finds most in `npm test`, everything where all repetitions
 * are made.
 */
export function profile(): 'whole' | 'quick' {
  return runs(10) < 10 ? 'quick' : 'whole';
}
