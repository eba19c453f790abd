import type { Answer } from './list/answer.ts';
import type { Requirement } from './requirement.ts';

/** One way in which a requirement is violated. */
export interface Violation {
  /** In a sentence: `the third page repeats 2 rows of the second`. */
  readonly summary: string;
  readonly expected?: unknown;
  readonly received?: unknown;
  /** The responses that show it, the decisive one last. */
  readonly answers: readonly Answer[];
}

/**
 * The findings of checks for each requirement. A requirement passes if it was exercised and never violated. To exercise one
 * means to check something that could have violated it.
 */
export interface Ledger {
  /** Whether the contract has a requirement of this id. */
  has(requirement: string): boolean;
  /**
   * Records that something was checked and conforms.
   *
   * @param requirement - its id; ignored if the contract does not have it
   * @param unit - what was checked, in a regular plural: `items`, `pages walked backward`
   * @param count - how many; 1 by default
   */
  exercise(requirement: string, unit: string, count?: number): void;
  /** Records a violation; ignored if the contract does not have the requirement. */
  violate(requirement: string, violation: Violation): void;
  /** Records why a check could not decide it. @param reason - such as `no two rows share a time` */
  leaveOpen(requirement: string, reason: string): void;
}

/** The findings for one requirement. */
export interface Findings {
  /** How many were checked, by unit. */
  readonly exercised: ReadonlyMap<string, number>;
  /** The first few. */
  readonly violations: readonly Violation[];
  readonly violationCount: number;
  /** Reasons why it was not decided, each once. */
  readonly open: readonly string[];
}

/** A ledger that can be read. */
export interface OpenLedger extends Ledger {
  read(requirement: string): Findings;
  readonly violated: ReadonlySet<string>;
  /** Ids of the requirements with any finding. */
  readonly touched: ReadonlySet<string>;
}

const MAX_VIOLATIONS = 3;

/** In characters; a longer body is not kept for the whole run, but what a report shows of it. */
const MAX_KEPT_LENGTH = 262_144;

function lighten(violation: Violation): Violation {
  if (violation.answers.every(isLight)) return violation;
  return { ...violation, answers: violation.answers.map((answer) => (isLight(answer) ? answer : shed(answer))) };
}

function isLight({ response }: Answer): boolean {
  return response.text.length <= MAX_KEPT_LENGTH;
}

function shed({ page: _, ...answer }: Answer): Answer {
  const { exchange, status, mediaType, isGarbled, rewritten, memoized, attempts, rateLimits, durationMs } =
    answer.response;
  const kept = { exchange, status, mediaType, isGarbled, rewritten, memoized, attempts, rateLimits, durationMs };
  return {
    ...answer,
    position: {},
    response: { ...kept, headers: exchange.responseHeaders, text: exchange.body, json: undefined, url: exchange.url },
  };
}

interface Entry {
  readonly exercised: Map<string, number>;
  readonly violations: Violation[];
  violationCount: number;
  readonly open: Set<string>;
}

/**
 * Creates an empty ledger.
 *
 * @param requirements - findings for others are ignored
 */
export function createLedger(requirements: readonly Pick<Requirement, 'id'>[]): OpenLedger {
  const known = new Set(requirements.map(({ id }) => id));
  const entries = new Map<string, Entry>();
  const entryOf = (id: string): Entry | undefined => {
    if (!known.has(id)) return undefined;
    const entry = entries.get(id) ?? { exercised: new Map(), violations: [], violationCount: 0, open: new Set() };
    entries.set(id, entry);
    return entry;
  };
  return {
    has: (id) => known.has(id),
    exercise(id, unit, count = 1) {
      const entry = count > 0 ? entryOf(id) : undefined;
      entry?.exercised.set(unit, (entry.exercised.get(unit) ?? 0) + count);
    },
    violate(id, violation) {
      const entry = entryOf(id);
      if (entry === undefined) return;
      entry.violationCount += 1;
      if (entry.violations.length < MAX_VIOLATIONS) entry.violations.push(lighten(violation));
    },
    leaveOpen(id, reason) {
      entryOf(id)?.open.add(reason);
    },
    read(id) {
      const entry = entries.get(id);
      if (entry === undefined) return { exercised: new Map(), violations: [], violationCount: 0, open: [] };
      return { ...entry, open: [...entry.open] };
    },
    get violated() {
      return new Set([...entries].filter(([, { violationCount }]) => violationCount > 0).map(([id]) => id));
    },
    get touched() {
      return new Set(entries.keys());
    },
  };
}
