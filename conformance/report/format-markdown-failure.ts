import type { Evidence, Result } from '../result.ts';
import { describeEvidence, describeWaiver } from './describe-evidence.ts';
import { formatExchange } from './text/format-exchange.ts';
import { writeCode, writeCodeBlock, writeSentence } from './text/write-markdown.ts';

const MAX_EVIDENCE = 5;
const MAX_EXCHANGES = 3;

/**
 * A violation as GitHub Markdown: what was demanded, expected and received, and folded away what shows it.
 *
 * @param result - one that failed
 * @param number - its place among the violations, from 1
 */
export function formatMarkdownFailure(result: Result, number: number): string {
  const { title, id, area, source, reason, evidence } = result;
  const waiver = describeWaiver(result);
  const facts = [writeSentence(area), writeCode(id), ...(source === undefined ? [] : [writeSentence(source)])];
  return [
    `#### ${number}. ${writeSentence(title)}`,
    facts.join(' · '),
    writeSentence(waiver === undefined ? reason : `${reason} ${waiver}`),
    ...evidence.slice(0, MAX_EVIDENCE).flatMap(formatEvidence),
  ].join('\n\n');
}

function formatEvidence(evidence: Evidence): string[] {
  const { demand, expected, received, difference, curl } = describeEvidence(evidence);
  const shown = evidence.exchanges.slice(0, MAX_EXCHANGES);
  const proof = [
    ...(curl.length === 0 ? [] : [writeCodeBlock(curl.join('\n'), 'sh')]),
    ...shown.map((exchange) => writeCodeBlock(formatExchange(exchange), 'http')),
  ];
  return [
    `**Demanded** ${writeSentence(demand)}`,
    ...(expected === undefined ? [] : [formatValue('Expected', expected)]),
    ...(received === undefined ? [] : [formatValue('Received', received)]),
    ...(difference === undefined ? [] : [`**Differs** ${writeCode(difference)}`]),
    ...(proof.length === 0
      ? []
      : ['<details><summary>Show it: command, request and response</summary>', ...proof, '</details>']),
  ];
}

function formatValue(label: string, text: string): string {
  const short = text.length <= 100 && !text.includes('\n');
  return short ? `**${label}** ${writeCode(text)}` : `**${label}**\n\n${writeCodeBlock(text, '')}`;
}
