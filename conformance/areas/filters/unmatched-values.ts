import type { Contract, Filter } from '../../../src/contract/contract.ts';
import { itemsOf, typesOf, withoutNull } from '../../../src/contract/openapi/schema-branches.ts';
import type { Check, CheckContext } from '../../check.ts';
import type { Ledger } from '../../ledger.ts';
import { type Answer, formatRows, hasPage, haveSameRowsAndTotal } from '../../list/answer.ts';
import type { ListClient } from '../../list/client.ts';
import { isRange, listConditions, matches } from '../../list/conditions.ts';
import { type Condition, EVERYTHING } from '../../list/query.ts';
import { listRangePairs } from '../../survey/ranges.ts';
import { readSortValues } from '../../survey/ties.ts';
import { createProbe } from '../../survey/window.ts';
import { judgeRejection } from '../rejections.ts';
import { chooseBase, isCoarse, type KnownCase, listCases } from './bases.ts';
import { buildQuery, isUnknownTo } from './case-trial.ts';
import { listFewCases } from './few-cases.ts';
import {
  canBeMalformed,
  declaredValues,
  exhaustiveValues,
  isHidden,
  listCertainFilters,
  takesAnyText,
} from './requirements.ts';
import { ABSENT_VALUE } from './values.ts';

const MALFORMED: Readonly<Record<string, readonly string[]>> = {
  number: ['abc', '1.5x'],
  instant: ['not-a-date', '2026-02-30T00:00:00Z'],
};

/** Longer than many databases let an indexed text be, and filters that it is tried with. */
const LONG_VALUE = 'pw4f1c9a27'.repeat(30);
const MAX_LONG = 1;

export const checkUnmatchedValues: Check = {
  id: 'filters.strange-values',
  title: 'Filters by values that no row has, and by invalid values',
  verifies: ['filter.*.unknown-value', 'filter.*.malformed.*', 'filter.*.all', 'filter.*.default'],
  cost: 40,
  quick: 4,
  async run(context) {
    const { contract, design } = context;
    const all = [...contract.filters].sort((a, b) => rank(contract, a) - rank(contract, b));
    const filters = design.profile === 'quick' ? all.filter((filter) => rank(contract, filter) === 0) : all;
    await context.confirm(
      filters.map((filter) => (ledger) => tryStrange(context, filter, ledger)),
      await createProbe(context.list, EVERYTHING, context.survey.opening),
    );
  },
};

/** How many filters before are of the same kind: a quick run tries the first of each, and of those with a form by preference a bound. */
function rank(contract: Contract, filter: Filter): number {
  const describe = (one: Filter): string => {
    const form = canBeMalformed(one) ? (one.fields[0]?.kind ?? '') : '';
    return [isHidden(contract, one), form].join();
  };
  const same = contract.filters.filter((one) => describe(one) === describe(filter));
  return [...same.filter(isRange), ...same.filter((one) => !isRange(one))].indexOf(filter);
}

async function tryStrange(context: CheckContext, filter: Filter, ledger: Ledger): Promise<void> {
  const { contract, design, list } = context;
  const kind = filter.fields[0]?.kind ?? 'string';
  const id = `filter.${filter.parameter}`;
  const name =
    filter.serialization === 'indexed' ? `${filter.parameter}[0]` : filter.parameter.replace('*', ABSENT_VALUE);
  const ask = (value: string): Promise<Answer> => {
    return list.ask({ conditions: [{ filter, name, value }] }, { purpose: 'either' });
  };
  const isQuick = design.profile === 'quick';
  // One filter of those whose rows may lack a value, another one in each run.
  const nullable = contract.filters.filter((one) => hasAbsent(context, one));
  const isNullable = nullable[design.seed % Math.max(1, nullable.length)] === filter;
  const unknown = listUnknown(contract, filter)
    .map((value) => (value === ABSENT_VALUE && isNullable ? NULL_WORD : value))
    .filter((value) => value !== ABSENT_VALUE || !isSparedHere(context, filter));
  for (const value of isQuick ? unknown.slice(-1) : unknown)
    judgeUnknown(contract, ledger, `${id}.unknown-value`, await ask(value));
  await tryUsual(list, filter, name, ledger);
  if (!canBeMalformed(filter)) return;
  const malformed = MALFORMED[kind] ?? [];
  // Filters of a kind are read by the same code: each kind of mistake is made with one of them.
  const same = contract.filters.filter((one) => one.fields[0]?.kind === kind && canBeMalformed(one));
  const turn = same.indexOf(filter);
  const isAlone = same.length === 1 && !isQuick;
  const chosen = malformed.filter((_, index) => index === turn % malformed.length || isAlone);
  for (const value of declaredValues(filter).length > 0 ? [absentValueOf(filter)] : chosen) {
    const what = `\`${name}=${value}\``;
    judgeRejection(contract, ledger, await ask(value), {
      id: `${id}.malformed`,
      condition: 'invalidParameter',
      what,
    });
  }
}

/** Whether values that no row has were tried among the others, as with most filters: every third one is asked for all rows. */
function isSparedHere(context: CheckContext, filter: Filter): boolean {
  const { contract, design, survey } = context;
  const isTurn = (contract.filters.indexOf(filter) + design.seed) % 3 === 0;
  const base = isHidden(contract, filter) || isTurn ? undefined : chooseBase(contract, survey, filter);
  if (base === undefined || isCoarse(survey, filter) || filter.serialization !== 'plain' || !takesAnyText(filter))
    return false;
  return listCases(contract, filter, base.rows()).some((one) => isUnknownTo(contract, base, one));
}

/** The values that mean no filter, and the usual one. */
async function tryUsual(list: ListClient, filter: Filter, name: string, ledger: Ledger): Promise<void> {
  const { contract } = list;
  const id = `filter.${filter.parameter}`;
  if (filter.all !== undefined) {
    // Not as a condition, which rows would have to meet.
    const options = { parameters: [[name, filter.all] as const], purpose: 'either' as const };
    const answers = [await list.ask(EVERYTHING), await list.ask(EVERYTHING, options)] as const;
    if (filter.default === undefined) judgeAll(contract, ledger, `${id}.all`, answers);
    else judgeMore(ledger, `${id}.all`, answers);
  }
  if (filter.default !== undefined) {
    const value = filter.default.join();
    // As a condition it would be sent as any other; rows have to meet it all the same.
    const given = await list.ask({ conditions: [{ filter, name, value }] }, { purpose: 'either' });
    judgeDefault(contract, ledger, `${id}.default`, [await list.ask(EVERYTHING), given]);
  }
}

/** Values that no row is equal to. What a bound brings is no matter of equality. */
function listUnknown(contract: Contract, filter: Filter): readonly string[] {
  const kind = filter.fields[0]?.kind ?? 'string';
  if (isRange(filter) || (kind !== 'string' && kind !== 'boolean')) return [];
  const isLong = takesAnyText(filter) && contract.filters.filter(takesAnyText).indexOf(filter) < MAX_LONG;
  return [absentValueOf(filter), ...(isLong ? [LONG_VALUE] : [])];
}

/** A value that no row has: of a closed set the beginning of a member, which some servers take for the member. */
function absentValueOf(filter: Filter): string {
  const members = [...declaredValues(filter), ...exhaustiveValues(filter)];
  const cut = members.map((member) => member.slice(0, -1)).find((one) => one.length > 1 && !members.includes(one));
  return filter.operator === 'equals' && cut !== undefined ? cut : ABSENT_VALUE;
}

/** What some servers compare with what is written of no value. */
const NULL_WORD = 'null';

/** Whether rows lack a value of a filter of equality: to some servers, the word for that means those rows. */
function hasAbsent({ contract, survey }: CheckContext, filter: Filter): boolean {
  const { mark } = contract.provenanceOf(['filters', filter.parameter, 'field']);
  const isPlain = filter.operator === 'equals' && filter.serialization === 'plain' && takesAnyText(filter);
  if (!isPlain || mark === 'chosen' || isHidden(contract, filter)) return false;
  // Where a parameter may be null, the word may well mean that there is none.
  if (typesOf(filter.declared?.schema ?? {}).includes('null')) return false;
  const counts = survey.head.items.map((item) => listConditions(item, filter).length);
  return counts.includes(0) && counts.every((count) => count < 2);
}

function judgeUnknown(contract: Contract, ledger: Ledger, id: string, answer: Answer): void {
  const { page, query } = answer;
  if (page === undefined || page.items.length === 0) {
    ledger.exercise(id, 'responses');
    return;
  }
  // Somebody may be called Null.
  const isWord = query.conditions.some(({ value }) => value === NULL_WORD);
  if (isWord && page.items.every((item) => query.conditions.every((one) => matches(item, one, contract) === true)))
    return;
  const summary = `a value that no row has returns ${formatRows(page.items.length)}`;
  ledger.violate(id, { summary, expected: 'no rows', received: page.ids, answers: [answer] });
}

/** The value that means no filter. */
function judgeAll(contract: Contract, ledger: Ledger, id: string, [plain, all]: readonly [Answer, Answer]): void {
  if (haveSameRowsAndTotal(contract, plain, all)) ledger.exercise(id, 'responses');
  else {
    ledger.violate(id, {
      summary: 'the value that means all rows returns others than there are without it',
      expected: plain.page?.ids,
      received: all.page?.ids ?? all.response.status,
      answers: [plain, all],
    });
  }
}

/** Where a filter has a default, the value that means all takes it away. */
function judgeMore(ledger: Ledger, id: string, [plain, all]: readonly [Answer, Answer]): void {
  const [few, many] = [plain, all].map(({ page }) => page?.total ?? page?.ids.length);
  if (few !== undefined && many !== undefined && many >= few) ledger.exercise(id, 'responses');
  else {
    ledger.violate(id, {
      summary: 'the value that means all rows returns fewer than there are without it',
      expected: few,
      received: many ?? all.response.status,
      answers: [plain, all],
    });
  }
}

function judgeDefault(contract: Contract, ledger: Ledger, id: string, [plain, given]: readonly [Answer, Answer]): void {
  if (haveSameRowsAndTotal(contract, plain, given)) ledger.exercise(id, 'responses');
  else {
    ledger.violate(id, {
      summary: 'without the parameter there are other rows than for its default',
      expected: given.page?.ids ?? given.response.status,
      received: plain.page?.ids ?? plain.response.status,
      answers: [plain, given],
    });
  }
}

/** Some thirty years, in milliseconds. */
const FAR_MS = 1_000_000_000_000;
const MAX_INSTANT_MS = 4_000_000_000_000;

export const checkEmpty: Check = {
  id: 'filters.empty',
  title: 'Filters by a value that nothing matches',
  verifies: ['empty.page'],
  cost: 2,
  appliesTo: ({ filters }) => filters.length > 0,
  async run(context) {
    const { contract, list, ledger, confirm } = context;
    const known = context.design.profile === 'quick' ? findEmptyCase(context) : undefined;
    if (known !== undefined) {
      // What was tried before, by a value of which only a part or the case is another.
      const query = buildQuery(context, known.base, known.one);
      await confirm(async (scratch) => {
        const answer = await list.ask(query, { purpose: 'either' });
        if ((answer.page?.items.length ?? 0) === 0) judgeEmptyPage(scratch, answer, query.conditions);
      });
      return;
    }
    const [newest] = listFarBounds(context);
    const [text] = listPlainTexts(context);
    const condition = newest ?? (text === undefined ? undefined : toAbsentValue(text));
    if (condition === undefined) {
      ledger.leaveOpen('empty.page', 'no filter is known to match nothing');
      return;
    }
    await confirm(async (scratch) => {
      const answer = await list.ask({ conditions: [condition] }, { purpose: 'either' });
      if (answer.page?.items.some((item) => matches(item, condition, contract) === true)) {
        scratch.leaveOpen('empty.page', `rows match \`${condition.name}=${condition.value}\``);
        return;
      }
      judgeEmptyPage(scratch, answer, [condition]);
    });
  },
};

function judgeEmptyPage(ledger: Ledger, answer: Answer, conditions: readonly Condition[]): void {
  if (hasPage(answer) && (answer.page.total ?? 0) === 0) {
    ledger.exercise('empty.page', 'responses');
    return;
  }
  const what = conditions.map(({ name, value }) => `${name}=${value}`).join('&');
  ledger.violate('empty.page', {
    summary: `the response to \`${what}\`, which nothing matches, ${hasPage(answer) ? `has a total of ${answer.page.total}` : `is ${answer.response.status} without a list of items`}`,
    expected: 'an empty page',
    received: answer.response.json ?? answer.response.status,
    answers: [answer],
  });
}

/** Of the cases of a quick run, one that no known row matches, and that no server has a reason to reject. */
function findEmptyCase(context: CheckContext): KnownCase | undefined {
  const plain = listPlainTexts(context);
  return listFewCases(context).find(({ base, one }) => {
    const [condition] = one.conditions;
    return condition !== undefined && plain.includes(condition.filter) && isUnknownTo(context.contract, base, one);
  });
}

/** Filters that take any text, and reject none. */
function listPlainTexts(context: CheckContext): readonly Filter[] {
  return listCertainFilters(context).filter((filter) => {
    const isIdentity = filter.fields.some(({ name }) => name === context.contract.identity.name);
    return takesAnyText(filter) && filter.serialization === 'plain' && !isIdentity && !hasForm(filter);
  });
}

/** Whether values have to look as the parameter's schema says: a server may reject others. */
function hasForm({ declared }: Filter): boolean {
  const schema = withoutNull(itemsOf(declared?.schema ?? {}) ?? declared?.schema ?? {});
  return ['pattern', 'format', 'maxLength'].some((key) => schema[key] !== undefined && schema[key] !== 'email');
}

/** For an email field, an address, since others may be rejected. */
function toAbsentValue(filter: Filter): Condition {
  const isAddress = filter.fields.some(({ schema }) => schema['format'] === 'email');
  return { filter, name: filter.parameter, value: isAddress ? `${ABSENT_VALUE}@example.com` : ABSENT_VALUE };
}

/** Bounds far beyond the newest known row. */
function listFarBounds({ contract, survey }: CheckContext): readonly Condition[] {
  return listRangePairs(contract).flatMap(({ lower, field }) => {
    const values = survey.head.items.map((item) => readSortValues(item, [{ field, direction: 1 }])[0]);
    const newest = Math.max(...values.map((value) => (typeof value === 'number' ? value : Number.NEGATIVE_INFINITY)));
    if (!Number.isFinite(newest) || newest + FAR_MS > MAX_INSTANT_MS) return [];
    const value = field.kind === 'number' ? String(newest + FAR_MS) : new Date(newest + FAR_MS).toISOString();
    return [{ filter: lower, name: lower.parameter, value }];
  });
}
