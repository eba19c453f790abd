import { countNoun, formatCount } from '../../src/contract/text.ts';
import type { Report } from '../result.ts';
import type { Plan } from '../run/plan.ts';
import { wrapText } from './columns.ts';
import { createPaint } from './paint.ts';
import { makeVisibleLine } from './text.ts';

/** A plan as JSON, indented and with a final line end. */
export function formatPlanJson(plan: Plan): string {
  return `${JSON.stringify(plan, null, 2)}\n`;
}

/**
 * A plan for a terminal: each check with its requests, what cannot be decided, and what to give.
 *
 * @returns ends with a line end
 */
export function formatPlanTerminal(plan: Plan, { colors, width }: { colors: boolean; width: number }): string {
  const paint = createPaint(colors);
  const room = Math.min(Math.max(width, 40), 120) - 4;
  const wrap = (text: string): string[] => wrapText(makeVisibleLine(text), room);
  const { contract, list, checks, undecidable } = plan;
  const digits = Math.max(0, ...checks.map((check) => formatCount(check.requests).length));
  const sections = [
    `${paint.bold(contract)}  ${list}`,
    [
      paint.bold('Checks, with the requests that each may take'),
      ...checks.map((check) => {
        const decides = paint.dim(`(${countNoun(check.decides.length, 'requirement')})`);
        return `  ${formatCount(check.requests).padStart(digits)}  ${check.title} ${decides}`;
      }),
    ].join('\n'),
    ...undecidable.map(({ why, ids }, index) => {
      const lines = [...wrap(why), ...wrap(ids.join(', ')).map((line) => paint.dim(line))];
      const head = index === 0 ? [paint.bold('Cannot be decided')] : [];
      return [...head, ...lines.map((line, at) => `${at === 0 ? '  · ' : '    '}${line}`)].join('\n');
    }),
    ...describeMissing(plan).map((line) => wrapText(line, room).join('\n')),
    wrapText(describeExtent(plan), room + 4).join('\n'),
  ];
  return `${sections.join('\n\n')}\n`;
}

function describeExtent({ requirements, requests }: Plan): string {
  const { decidable, total } = requirements;
  const decided = `${formatCount(decidable)} of ${countNoun(total, 'requirement')} can be decided, as far as the rows allow.`;
  const checks = `The checks take at most ${countNoun(requests.planned, 'request')}, a few more read the list first,`;
  return `${decided} ${checks} and the run ends at ${formatCount(requests.limit)}. None was sent yet.`;
}

/** What to give so that more is decided, on one line; none when nothing is missing. */
export function describeMissing({ missing = [] }: Pick<Report, 'missing'>): readonly string[] {
  const required = missing.filter(({ decides }) => decides.length === 0);
  const wanted = missing.filter(({ decides }) => decides.length > 0);
  const total = new Set(wanted.flatMap(({ decides }) => decides)).size;
  const parts = wanted.map(({ give, decides }) => `${give} (${formatCount(decides.length)})`);
  return [
    ...(required.length === 0 ? [] : [`The document requires ${required.map(({ give }) => give).join(' and ')}.`]),
    ...(wanted.length === 0 ? [] : [`To decide ${countNoun(total, 'more requirement')}, give ${parts.join(', ')}.`]),
  ];
}
