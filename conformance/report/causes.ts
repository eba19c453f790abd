import { countNoun } from '../../src/contract/text.ts';
import type { Cause, OtherCause, Report, Result } from '../result.ts';

/** Results that one cause explains, those that show it best first; without a cause: those that none explains. */
export interface CauseGroup {
  readonly cause?: Cause;
  /** The number that reports give it, from 1; 0 without a cause. */
  readonly number: number;
  readonly results: readonly Result[];
}

/**
 * Groups results by the cause that explains them.
 *
 * @param report - with its causes
 * @param results - some of its results
 * @returns a group for each cause that explains any of them, in the order of the causes; last, when there are any, the rest in their order
 */
export function groupByCause({ causes = [] }: Pick<Report, 'causes'>, results: readonly Result[]): CauseGroup[] {
  const byId = new Map(results.map((result) => [result.id, result]));
  const groups = causes.map((cause, index): CauseGroup => {
    const own = cause.explains.flatMap((id) => byId.get(id) ?? []);
    for (const { id } of own) byId.delete(id);
    return { cause, number: index + 1, results: own };
  });
  const rest = results.filter(({ id }) => byId.has(id));
  return [...groups, { number: 0, results: rest }].filter((group) => group.results.length > 0);
}

/** What a cause explains, and how sure that is: `Explains 10 of 12 violations and 1 of 1 warning. Such a match is right in 92 of 100 cases.` */
export function describeReach({ explains, confidence }: Cause, { results }: Pick<Report, 'results'>): string {
  const ids = new Set(explains);
  const parts = (['fail', 'warn'] as const).flatMap((verdict) => {
    const all = results.filter((result) => result.verdict === verdict);
    const own = all.filter(({ id }) => ids.has(id));
    const noun = verdict === 'fail' ? 'violation' : 'warning';
    return own.length === 0 ? [] : [`${own.length} of ${countNoun(all.length, noun)}`];
  });
  const reach = parts.length === 0 ? [] : [`Explains ${parts.join(' and ')}.`];
  return [...reach, ...(confidence === undefined ? [] : [describeConfidence(confidence)])].join(' ');
}

function describeConfidence(confidence: number): string {
  return `Such a match is right in ${Math.round(confidence * 100)} of 100 cases.`;
}

/** Another cause in a sentence or two: what it would be, how likely, and what would tell. */
export function describeOther({ kind, title, confidence, test }: OtherCause): string {
  const chance = confidence === undefined ? '' : `, ${Math.round(confidence * 100)} of 100 cases`;
  return `Or \`${kind}\`${chance}: ${title}.${test === undefined ? '' : ` ${test}`}`;
}

/**
 * What tells a cause from another: what was asked, and what it showed or what to ask.
 *
 * @returns lines; none where nothing would tell
 */
export function describeAsked({ asked }: Pick<Cause, 'asked'>): readonly string[] {
  if (asked === undefined) return [];
  return [asked.summary, ...(asked.curl === undefined ? [] : [`Ask: ${asked.curl}`])];
}

/** The heading above causes, by their number. */
export function nameCauses(causes: readonly Cause[]): string {
  return causes.length === 1 ? 'Most likely cause' : 'Most likely causes';
}

/** The command that tells more of a kind. */
export function writeExplainCommand(kind: string): string {
  return `pagewright explain ${kind}`;
}
