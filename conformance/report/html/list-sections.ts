import type { Report, Result, Verdict } from '../../result.ts';
import { createAnchors } from './create-anchors.ts';
import { type Html, html } from './html.ts';
import { describeCoverage, renderCoverage } from './render-coverage.ts';
import { renderRequirements } from './render-requirements.ts';
import { renderResult } from './render-result.ts';
import type { Section } from './render-section.ts';
import { renderSentence } from './render-sentence.ts';

/** The verdicts whose results are told in full, in this order. */
const TOLD: readonly (readonly [Verdict, anchor: string, title: string, intro: string])[] = [
  ['fail', 'violations', 'Violations', ''],
  ['error', 'errors', 'Errors', 'Faults of the suite or of the network. They say nothing about the target.'],
  ['warn', 'warnings', 'Warnings', 'The target contradicts what the document implies without saying it.'],
  [
    'inconclusive',
    'inconclusive',
    'Inconclusive',
    'Nothing was seen that could have decided these. Each says what would.',
  ],
  ['waived', 'waived', 'Waived', 'Violated, and tolerated until the day that is given.'],
  ['note', 'notes', 'Notes', 'The document leaves a choice, and the target chose otherwise than the contract.'],
];

/** The parts of the page that follow the masthead; those without results are left out. */
export function listSections(report: Report): Section[] {
  const { results, unusedWaivers = [] } = report;
  const anchors = createAnchors(results);
  const told = TOLD.map(([verdict, anchor, title, words]) => {
    const group = results.filter((result) => result.verdict === verdict);
    // What a client should do, not every document says.
    const intro = verdict === 'warn' && report.subject === 'client' ? 'What a client should do, it did not.' : words;
    return { group, section: { anchor, title, intro, count: group.length, content: renderAll(group, anchors) } };
  });
  const detailed = new Set(told.flatMap(({ group }) => group));
  return [
    ...told.filter(({ group }) => group.length > 0).map(({ section }) => section),
    ...(unusedWaivers.length === 0 ? [] : [listUnusedWaivers(unusedWaivers)]),
    {
      anchor: 'coverage',
      title: 'Coverage',
      count: undefined,
      intro: describeCoverage(results),
      content: renderCoverage(results),
    },
    {
      anchor: 'requirements',
      title: 'Requirements',
      count: results.length,
      intro: 'Each with what was exercised, or what is missing.',
      content: renderRequirements(results, anchors, detailed),
    },
  ];
}

function renderAll(results: readonly Result[], anchors: ReadonlyMap<Result, string>): Html[] {
  return results.map((result) => html`${renderResult(result, anchors.get(result) ?? '')}\n`);
}

function listUnusedWaivers(waivers: NonNullable<Report['unusedWaivers']>): Section {
  const items = waivers.map(({ id, reason, expires, why }) => {
    return html`<li><code>${id}</code> ${renderSentence(why)} <span class="quiet">(${reason}, until ${expires})</span></li>\n`;
  });
  return {
    anchor: 'unused-waivers',
    title: 'Unused waivers',
    count: waivers.length,
    intro: 'No failing requirement needed these: they can be removed.',
    content: html`<ul class="plain">\n${items}</ul>`,
  };
}
