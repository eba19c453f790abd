import type { Result } from '../result.ts';
import type { UnusedWaiver, Waiver } from './waiver.ts';

/** What waivers made of the results of a run. */
export interface WaivedResults {
  /** In the order they had. */
  readonly results: readonly Result[];
  /** Waivers that no failing requirement needed, expired ones among them. */
  readonly unused: readonly UnusedWaiver[];
}

/**
 * Applies waivers to results: a failure that one names becomes `waived`; where it has expired, the failure stays one and says so.
 * Nothing but a failure can be waived. Of several that name the same, one that is in force goes first, then the more exact.
 *
 * @param results - of a run, in any order
 * @param waivers - as read
 * @param today - `YYYY-MM-DD`; a waiver still holds on the day on which it expires
 * @returns the results, those concerned with their `waiver`, and the waivers that can be removed
 */
export function applyWaivers(results: readonly Result[], waivers: readonly Waiver[], today: string): WaivedResults {
  const ranked = [...waivers].sort((one, other) => compareRanks(one, other, today));
  return {
    results: results.map((result) => {
      const waiver = result.verdict === 'fail' ? ranked.find(({ id }) => matches(id, result.id)) : undefined;
      return waiver === undefined ? result : applyWaiver(result, waiver, today);
    }),
    unused: waivers.flatMap((waiver) => {
      const why = explainUnused(waiver, results);
      return why === undefined ? [] : [{ ...waiver, why }];
    }),
  };
}

function applyWaiver(result: Result, waiver: Waiver, today: string): Result {
  if (!hasExpired(waiver, today)) return { ...result, verdict: 'waived', waiver };
  return { ...result, waiver, reason: `${result.reason} The waiver for it expired on ${waiver.expires}.` };
}

function compareRanks(one: Waiver, other: Waiver, today: string): number {
  const byForce = Number(hasExpired(one, today)) - Number(hasExpired(other, today));
  if (byForce !== 0) return byForce;
  return Number(one.id.endsWith('*')) - Number(other.id.endsWith('*')) || other.id.length - one.id.length;
}

function explainUnused(waiver: Waiver, results: readonly Result[]): string | undefined {
  const named = results.filter(({ id }) => matches(waiver.id, id));
  if (named.some(({ verdict }) => verdict === 'fail')) return undefined;
  const [only] = named;
  if (only === undefined) return `No requirement of this run has ${waiver.id.endsWith('*') ? 'such an' : 'this'} id.`;
  if (named.length === 1) return `The requirement that it names did not fail: ${only.verdict}.`;
  return `None of the ${named.length} requirements that it names failed.`;
}

function matches(pattern: string, id: string): boolean {
  return pattern.endsWith('*') ? id.startsWith(pattern.slice(0, -1)) : id === pattern;
}

function hasExpired({ expires }: Waiver, today: string): boolean {
  return expires < today;
}
