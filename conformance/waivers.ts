import { PagewrightError, type Problem, problemsError } from '../src/contract/error.ts';
import { isPlainObject } from '../src/contract/json-pointer.ts';
import { readSourceDocument, type SourceDocument } from '../src/contract/source-document.ts';
import { formatCount } from '../src/contract/text.ts';
import type { Result, UnusedWaiver, Verdict, Waiver } from './result.ts';

const FAILURES: ReadonlySet<Verdict> = new Set(['fail']);

/** Results with waivers applied. */
interface WaivedResults {
  /** In the order they had. */
  readonly results: readonly Result[];
  /** Waivers that match no failed requirement, expired ones included. */
  readonly unused: readonly UnusedWaiver[];
}

/**
 * Applies waivers to results: a matching failure becomes `waived`, unless the waiver is expired. Of several matching waivers,
 * one in force goes first, then the more exact one.
 *
 * @param today - `YYYY-MM-DD`; a waiver still applies on the day on which it expires
 * @param waivable - the verdicts that a waiver accepts
 * @returns the results, matching failures with their `waiver`, and the unused waivers
 */
export function applyWaivers(
  results: readonly Result[],
  waivers: readonly Waiver[],
  today: string,
  waivable: ReadonlySet<Verdict> = FAILURES,
): WaivedResults {
  const ranked = [...waivers].sort((one, other) => compareRanks(one, other, today));
  return {
    results: results.map((result) => {
      const waiver = waivable.has(result.verdict) ? ranked.find(({ id }) => matches(id, result.id)) : undefined;
      return waiver === undefined ? result : applyWaiver(result, waiver, today);
    }),
    unused: waivers.flatMap((waiver) => {
      const why = explainUnused(waiver, results, waivable);
      return why === undefined ? [] : [{ ...waiver, why }];
    }),
  };
}

function applyWaiver(result: Result, waiver: Waiver, today: string): Result {
  if (!hasExpired(waiver, today)) return { ...result, verdict: 'waived', waiver };
  return { ...result, waiver, reason: `${result.reason} Its waiver expired on ${waiver.expires}.` };
}

function compareRanks(one: Waiver, other: Waiver, today: string): number {
  const byForce = Number(hasExpired(one, today)) - Number(hasExpired(other, today));
  if (byForce !== 0) return byForce;
  return Number(one.id.endsWith('*')) - Number(other.id.endsWith('*')) || other.id.length - one.id.length;
}

function explainUnused(waiver: Waiver, results: readonly Result[], waivable: ReadonlySet<Verdict>): string | undefined {
  const named = results.filter(({ id }) => matches(waiver.id, id));
  if (named.some(({ verdict }) => waivable.has(verdict))) return undefined;
  const [only] = named;
  if (only === undefined) return `No requirement of this run has ${waiver.id.endsWith('*') ? 'such an' : 'this'} id.`;
  if (named.length === 1) return `The requirement did not fail (${only.verdict}).`;
  return `None of the ${formatCount(named.length)} matching requirements failed.`;
}

function matches(pattern: string, id: string): boolean {
  return pattern.endsWith('*') ? id.startsWith(pattern.slice(0, -1)) : id === pattern;
}

function hasExpired({ expires }: Waiver, today: string): boolean {
  return expires < today;
}

/**
 * Reads a waivers file.
 *
 * @param file - the path of a YAML file: a list of `{ id, reason, expires: YYYY-MM-DD }`, the id optionally with `*` at its end
 * @throws PagewrightError `invalid-waivers` with every problem and its line
 */
export function readWaivers(file: string): Waiver[] {
  return parseWaivers(readDocument(file));
}

function readDocument(file: string): SourceDocument {
  try {
    return readSourceDocument(file);
  } catch (error) {
    throw error instanceof PagewrightError ? problemsError('invalid-waivers', error.problems) : error;
  }
}

const KEYS: readonly (keyof Waiver)[] = ['id', 'reason', 'expires'];
const EXAMPLE = '{ id: …, reason: …, expires: YYYY-MM-DD }';

type ReportProblem = (path: readonly (string | number)[], message: string) => void;

/**
 * Reads the waivers of a document.
 *
 * @param document - a list of `{ id, reason, expires }`; an empty document has no waivers
 * @throws PagewrightError `invalid-waivers` with every problem and its line
 */
export function parseWaivers(document: SourceDocument): Waiver[] {
  const problems: Problem[] = [];
  const report: ReportProblem = (path, message) => problems.push(document.problemAt(path, message));
  const entries = document.value ?? [];
  if (Array.isArray(entries)) {
    for (const [index, entry] of entries.entries()) checkEntry(entry, index, report);
    checkDuplicates(entries, document, report);
  } else {
    report([], `Invalid waivers: must be a list of ${EXAMPLE}, not ${describe(entries)}`);
  }
  if (problems.length > 0) throw problemsError('invalid-waivers', problems);
  return (entries as Waiver[]).map(({ id, reason, expires }) => ({ id, reason: reason.trim(), expires }));
}

function checkEntry(entry: unknown, index: number, report: ReportProblem): void {
  if (!isPlainObject(entry)) {
    report([index], `Invalid waiver: must be ${EXAMPLE}, not ${describe(entry)}`);
    return;
  }
  for (const key of KEYS) checkText(entry, key, index, report);
  for (const key of Object.keys(entry)) {
    if (!KEYS.includes(key as keyof Waiver)) report([index, key], `Unknown key \`${key}\`; known: ${KEYS.join(', ')}`);
  }
  const { id, expires } = entry;
  if (typeof id === 'string' && /\*.|\s/s.test(id)) {
    report([index, 'id'], `Invalid id ${describe(id)}: must be the id of a requirement, with at most one * at its end`);
  }
  if (typeof expires === 'string' && expires !== '' && !isCalendarDay(expires)) {
    report([index, 'expires'], `Invalid day ${describe(expires)}: must be YYYY-MM-DD`);
  }
}

function checkText(entry: Readonly<Record<string, unknown>>, key: string, index: number, report: ReportProblem): void {
  if (!Object.hasOwn(entry, key)) {
    report([index], `Missing \`${key}\`; expected ${EXAMPLE}`);
    return;
  }
  const value = entry[key];
  if (typeof value !== 'string') report([index, key], `Invalid \`${key}\`: must be text, not ${describe(value)}`);
  else if (value.trim() === '') report([index, key], `Empty \`${key}\``);
}

function checkDuplicates(entries: readonly unknown[], document: SourceDocument, report: ReportProblem): void {
  const first = new Map<string, number>();
  for (const [index, entry] of entries.entries()) {
    const id = isPlainObject(entry) ? entry['id'] : undefined;
    if (typeof id !== 'string') continue;
    const other = first.get(id);
    if (other === undefined) first.set(id, index);
    else
      report(
        [index, 'id'],
        `Duplicate waiver ${describe(id)}, also on line ${document.problemAt([other, 'id'], '').line}`,
      );
  }
}

/** In characters: whatever stands in a file must not fill the terminal. */
const MAX_SHOWN = 80;

function describe(value: unknown): string {
  if (Array.isArray(value)) return 'a list';
  if (isPlainObject(value)) return 'a map';
  if (value === null || value === undefined) return 'nothing';
  const text = JSON.stringify(value);
  return text.length > MAX_SHOWN ? `${text.slice(0, MAX_SHOWN)}…` : text;
}

/**
 * Whether text is a day of the calendar, as `YYYY-MM-DD`; `2026-02-30` is not.
 */
export function isCalendarDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const time = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
}
