import type { Problem } from '../../src/contract/error.ts';
import type { SourceDocument } from '../../src/contract/source-document.ts';
import { isCalendarDay } from './is-calendar-day.ts';
import type { Waiver } from './waiver.ts';
import { WaiverError } from './waiver-error.ts';

const KEYS: readonly (keyof Waiver)[] = ['id', 'reason', 'expires'];
const EXAMPLE = '{ id: …, reason: …, expires: YYYY-MM-DD }';

/** Reports a problem at keys that lead to its place. */
type ReportProblem = (path: readonly (string | number)[], message: string) => void;

/**
 * Takes the waivers out of a document.
 *
 * @param document - a list of `{ id, reason, expires }`; an empty document has no waivers
 * @throws {WaiverError} with every problem and its line: text that is missing, a day that is none, a key that is not known, an id that
 *   stands twice
 */
export function parseWaivers(document: SourceDocument): Waiver[] {
  const problems: Problem[] = [];
  const report: ReportProblem = (path, message) => problems.push(document.problemAt(path, message));
  const entries = document.value ?? [];
  if (Array.isArray(entries)) {
    for (const [index, entry] of entries.entries()) checkEntry(entry, index, report);
    checkDuplicates(entries, document, report);
  } else {
    report([], `expected a list of ${EXAMPLE}, got ${describe(entries)}`);
  }
  if (problems.length > 0) throw new WaiverError(problems);
  return (entries as Waiver[]).map(({ id, reason, expires }) => ({ id, reason: reason.trim(), expires }));
}

function checkEntry(entry: unknown, index: number, report: ReportProblem): void {
  if (!isObject(entry)) {
    report([index], `expected ${EXAMPLE}, got ${describe(entry)}`);
    return;
  }
  for (const key of KEYS) checkText(entry, key, index, report);
  for (const key of Object.keys(entry)) {
    if (!KEYS.includes(key as keyof Waiver))
      report([index, key], `\`${key}\` is not known; expected ${KEYS.join(', ')}`);
  }
  const { id, expires } = entry;
  if (typeof id === 'string' && /\*.|\s/s.test(id)) {
    report([index, 'id'], `expected the id of a requirement, perhaps with one * at its end, got ${describe(id)}`);
  }
  if (typeof expires === 'string' && expires !== '' && !isCalendarDay(expires)) {
    report([index, 'expires'], `expected a day as YYYY-MM-DD, got ${describe(expires)}`);
  }
}

function checkText(entry: Readonly<Record<string, unknown>>, key: string, index: number, report: ReportProblem): void {
  if (!Object.hasOwn(entry, key)) {
    report([index], `\`${key}\` is missing; a waiver is ${EXAMPLE}`);
    return;
  }
  const value = entry[key];
  if (typeof value !== 'string') report([index, key], `\`${key}\`: expected text, got ${describe(value)}`);
  else if (value.trim() === '') report([index, key], `\`${key}\` is empty`);
}

function checkDuplicates(entries: readonly unknown[], document: SourceDocument, report: ReportProblem): void {
  const first = new Map<string, number>();
  for (const [index, entry] of entries.entries()) {
    const id = isObject(entry) ? entry['id'] : undefined;
    if (typeof id !== 'string') continue;
    const other = first.get(id);
    if (other === undefined) first.set(id, index);
    else
      report([index, 'id'], `${describe(id)} is waived already on line ${document.problemAt([other, 'id'], '').line}`);
  }
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function describe(value: unknown): string {
  if (Array.isArray(value)) return 'a list';
  if (isObject(value)) return 'a map';
  return value === null || value === undefined ? 'nothing' : JSON.stringify(value);
}
