import type { Contract } from '../../../src/contract/contract.ts';
import { familyOf, foldCase } from '../../../src/contract/criterion.ts';
import { readField, toComparable } from '../../../src/contract/field-values.ts';

import type { Inspector } from '../../check.ts';
import type { Ledger } from '../../ledger.ts';
import { hasPage, type Item, type PageAnswer } from '../../list/answer.ts';
import { fieldsOfCondition, matches, readOperand } from '../../list/conditions.ts';
import type { Condition, Purpose } from '../../list/query.ts';

const JUDGED_PURPOSES: ReadonlySet<Purpose> = new Set(['page', 'either']);

/** Checks every row of every page, however it was reached, against the conditions of the request. */
export const inspectRows: Inspector = {
  id: 'filters.rows',
  title: 'Compares every row of every page with the filters',
  verifies: [
    'filter.*.only-matching',
    'filter.*.inclusive',
    'filter.*.case',
    'filter.*.exact',
    'filter.*.literal',
    'filter.*.within-field',
    'filter.*.zoneless',
  ],
  prepare(contract) {
    return (answer, ledger) => {
      if (!answer.plain || !hasPage(answer) || !JUDGED_PURPOSES.has(answer.purpose)) return;
      for (const condition of answer.query.conditions) judgeRows(contract, ledger, answer, condition);
    };
  },
};

/** Writes to the ledger whether the rows of a page meet a condition. */
function judgeRows(contract: Contract, ledger: Ledger, answer: PageAnswer, condition: Condition): void {
  const { items, ids } = answer.page;
  const id = `filter.${condition.filter.parameter}`;
  for (const [index, item] of items.entries()) {
    const kind = classifyMismatch(item, condition, contract);
    if (kind !== undefined) {
      ledger.violate(`${id}.${kind}`, {
        summary: `\`${condition.name}=${condition.value}\` returns row ${ids[index]}, which does not match${placeOf(answer)}`,
        expected: `only rows matching ${condition.name}=${condition.value}`,
        received: item,
        answers: [answer],
      });
      return;
    }
  }
  const seen = items.filter((item) => matches(item, condition, contract) === true).length;
  ledger.exercise(`${id}.only-matching`, 'rows', seen);
}

function placeOf({ via }: PageAnswer): string {
  return via === undefined ? '' : `, on a page reached by a ${via} link`;
}

/** The requirement that a row outside the filter breaks: the most specific one that explains it. */
export type MismatchKind = 'only-matching' | 'inclusive' | 'case' | 'exact' | 'literal' | 'within-field' | 'zoneless';

/** Wildcards of LIKE and glob patterns. */
const PATTERN = /[%_*\\]/;

/**
 * Says which requirement an item breaks that was returned for a condition.
 *
 * @returns `undefined` when it breaks none, or the item does not show it
 */
export function classifyMismatch(item: Item, condition: Condition, contract: Contract): MismatchKind | undefined {
  if (matches(item, condition, contract) !== false) return undefined;
  const values = fieldsOfCondition(condition).flatMap((field) => readField(item, field.path));
  switch (familyOf(condition.filter)) {
    case 'range':
      return classifyBound(values, condition, contract);
    case 'part':
      return classifyPart(values, condition);
    case 'equality':
      return classifyValue(values, condition);
    case 'key':
      return 'only-matching';
  }
}

function classifyBound(
  values: readonly unknown[],
  { filter, value }: Condition,
  contract: Contract,
): MismatchKind | undefined {
  const kind = filter.fields[0]?.kind ?? 'string';
  if (kind === 'instant' && !/(?:Z|[+-]\d{2}:?\d{2})$/i.test(value)) return 'zoneless';
  if (filter.operator === 'gte' || filter.operator === 'lte') return 'only-matching';
  const bound = readOperand(value, filter, contract);
  return values.some((one) => toComparable(one, kind) === bound) ? 'inclusive' : 'only-matching';
}

function classifyPart(values: readonly unknown[], { filter, value }: Condition): MismatchKind {
  if (PATTERN.test(value)) return 'literal';
  const texts = toFoldedTexts(values);
  const wanted = foldCase(value);
  const holds = (text: string): boolean =>
    filter.operator === 'contains' ? text.includes(wanted) : text.startsWith(wanted);
  if (!filter.ignoreCase && texts.some(holds)) return 'case';
  // Where case does not matter, accents and blanks may well not matter either: databases and forms take them away from a search.
  const bare = foldAccents(wanted);
  const isNear = texts
    .map(foldAccents)
    .some((text) => (filter.operator === 'contains' ? text.includes(bare) : text.startsWith(bare)));
  if (isNear) return filter.ignoreCase ? 'literal' : 'case';
  const joined = texts.flatMap((one) => texts.flatMap((other) => [`${one} ${other}`, `${one}${other}`]));
  return filter.fields.length > 1 && joined.some((text) => text.includes(wanted)) ? 'within-field' : 'only-matching';
}

function classifyValue(values: readonly unknown[], { filter, value }: Condition): MismatchKind | undefined {
  // An empty map or list does not show what the filter compared.
  if (values.length === 0 && filter.fields.some(({ path }) => path.includes('*'))) return undefined;
  const texts = toFoldedTexts(values);
  const wanted = filter.operator === 'in' ? value.split(',') : [value];
  const folded = wanted.map((one) => foldAccents(foldCase(one)));
  if (texts.some((text) => folded.includes(foldAccents(text)))) return 'case';
  if (texts.some((text) => matchesPattern(text, foldCase(value)))) return 'exact';
  // A server that treats the filter as a search returns rows that contain the text.
  return value !== '' && texts.some((text) => text.includes(foldCase(value))) ? 'exact' : 'only-matching';
}

/** Some databases ignore case, accents and spaces at the ends. */
function foldAccents(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').trim();
}

function toFoldedTexts(values: readonly unknown[]): readonly string[] {
  return values.flatMap((one) => (typeof one === 'string' || typeof one === 'number' ? [foldCase(String(one))] : []));
}

/** Whether a text matches a value whose underscores are wildcards. */
function matchesPattern(text: string, value: string): boolean {
  if (!value.includes('_') || text.length !== value.length) return false;
  return [...value].every((character, index) => character === '_' || character === text[index]);
}
