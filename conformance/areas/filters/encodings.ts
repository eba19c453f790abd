import { readField } from '../../../src/contract/field-values.ts';
import type { Check, CheckContext } from '../../check.ts';
import type { Ledger } from '../../ledger.ts';
import { type Answer, haveSameRows, identify } from '../../list/answer.ts';
import { listConditions, matches } from '../../list/conditions.ts';
import type { Condition, ListQuery } from '../../list/query.ts';

import { joinReferences } from '../../survey/window.ts';

import { chooseBase } from './bases.ts';
import { buildQuery } from './case-trial.ts';
import { isHidden, takesAnyText } from './requirements.ts';

const SPECIAL = /[^\w.-]/g;
/** Many forms strip spaces at the ends and control characters. */
const AWKWARD = /^\s|\s$|\p{Cc}/u;
const MAX_VALUES = 5;
/** Of a quick run, and one less where few requests are left for what comes after it. */
const MAX_QUICK = 2;
const EARLY = 44;
/** What is easily decoded twice, truncated or mistaken. */
const TRICKY: readonly RegExp[] = [/%[0-9a-f]{2}/i, /&/, /\+/, /\P{ASCII}/u, /^[\w.-]+( [\w.-]+)+$/];

/** Words, and addresses: everybody decodes an @. */
const PLAIN = /^[\w-]{3,}$|^[\w.-]+@[\w.-]+$/;

interface Special {
  readonly condition: Condition;
  readonly id: string;
}

export const checkEncodings: Check = {
  id: 'filters.encodings',
  title: 'Filters by values that need percent-encoding',
  verifies: ['filters.encoding', 'filters.plus'],
  cost: 20,
  appliesTo: (contract) => contract.filters.some((filter) => !isHidden(contract, filter) && takesAnyText(filter)),
  run: (context) =>
    context.confirm(
      (ledger) => trySpecials(context, ledger),
      joinReferences(context.survey.window, context.survey.head),
    ),
};

/** The values are chosen each time, since rows may have gone. */
async function trySpecials(context: CheckContext, ledger: Ledger): Promise<void> {
  const chosen = chooseSpecial(context);
  if (chosen.length === 0) {
    ledger.leaveOpen('filters.encoding', 'no row has a value that needs percent-encoding');
    ledger.leaveOpen('filters.plus', 'no row has a value with a space');
  }
  await Promise.all(chosen.map((one) => trySpecial(context, ledger, one)));
}

/** As few values as cover all special characters, first those that are easily decoded twice or truncated. */
function chooseSpecial({ contract, design, list, survey }: CheckContext): readonly Special[] {
  // Formats of times are tested by the range cases.
  const filters = contract.filters.filter((filter) => {
    const mark = contract.provenanceOf(['filters', filter.parameter, 'field']).mark;
    return mark !== 'chosen' && !isHidden(contract, filter) && filter.fields.every(({ kind }) => kind === 'string');
  });
  const found = [...survey.window.items, ...survey.head.items].flatMap((item) => {
    return filters
      .flatMap((filter) => listConditions(item, filter))
      .flatMap((condition) => {
        const characters = new Set(condition.value.match(SPECIAL));
        return characters.size === 0 || AWKWARD.test(condition.value)
          ? []
          : [{ condition, id: identify(item, contract), characters }];
      });
  });
  if (design.profile === 'quick')
    return chooseTricky(found).slice(0, list.target.usage.requests < EARLY ? MAX_QUICK : MAX_QUICK - 1);
  const tricky = TRICKY.flatMap((pattern) => {
    return found.filter(({ condition }) => pattern.test(condition.value)).slice(0, 1);
  });
  const shown = new Set(tricky.flatMap(({ characters }) => [...characters]));
  const others: Special[] = [];
  for (const one of found) {
    const fresh = [...one.characters].filter((character) => !shown.has(character));
    if (fresh.length === 0 || others.length + tricky.length >= MAX_VALUES) continue;
    for (const character of fresh) shown.add(character);
    others.push(one);
  }
  return [
    ...new Map([...tricky, ...others].map((one) => [`${one.condition.name}=${one.condition.value}`, one])).values(),
  ];
}

/** As few values as have most of what is tricky. */
function chooseTricky(found: readonly Special[]): readonly Special[] {
  const chosen: Special[] = [];
  let open = TRICKY;
  while (chosen.length < MAX_QUICK) {
    const counted = found.map((one) => ({ one, shows: open.filter((pattern) => pattern.test(one.condition.value)) }));
    const [first, ...others] = counted.filter(({ shows }) => shows.length > 0);
    if (first === undefined) break;
    const best = others.reduce((most, each) => (each.shows.length > most.shows.length ? each : most), first);
    chosen.push(best.one);
    open = open.filter((pattern) => !best.shows.includes(pattern));
  }
  return chosen;
}

/**
 * Whether a filter finds rows by plain values of the same field. If not, where the field is only inferred, encoding is not the cause.
 */
async function findsPlain(context: CheckContext, { filter, value }: Condition): Promise<boolean> {
  const { contract, list, survey } = context;
  if (contract.provenanceOf(['filters', filter.parameter, 'field']).mark === 'documented') return true;
  const field = filter.fields.find(({ path }) =>
    survey.head.items.some((item) => readField(item, path).includes(value)),
  );
  const plain = survey.head.items
    .flatMap((item) => (field === undefined ? [] : readField(item, field.path)))
    .find((one): one is string => typeof one === 'string' && PLAIN.test(one));
  if (plain === undefined) return false;
  const query = chooseQuery(context, { filter, name: filter.parameter, value: plain });
  return countRows(await list.ask(query, { purpose: 'probe' })) > 0;
}

/** Only for plain words is it certain what a form would send. */
function isSpaced({ value }: Condition): boolean {
  return /^[\w.-]+( [\w.-]+)+$/.test(value);
}

async function trySpecial(context: CheckContext, ledger: Ledger, { condition, id }: Special): Promise<void> {
  const { list } = context;
  if (!(await findsPlain(context, condition))) return;
  const { name, value } = condition;
  const answer = await list.ask(chooseQuery(context, condition), { purpose: 'either' });
  const total = countRows(answer);
  if (total > 0) ledger.exercise('filters.encoding', 'values');
  else {
    ledger.violate('filters.encoding', {
      summary: `\`${name}=${value}\`, percent-encoded, does not return row ${id}`,
      expected: id,
      received: answer.page?.ids ?? answer.response.status,
      answers: [answer],
    });
  }
  if (!isSpaced(condition)) return;
  const rawQuery = `${encodeURIComponent(name)}=${value.replaceAll(' ', '+')}`;
  const plus = await list.ask({ conditions: [condition] }, { rawQuery, purpose: 'either' });
  if (haveSameRows(list.contract, answer, plus) && countRows(plus) === total) ledger.exercise('filters.plus', 'values');
  else {
    ledger.violate('filters.plus', {
      summary: `\`${rawQuery}\` returns other rows than with %20 in place of +`,
      expected: answer.page?.ids ?? total,
      received: plus.page?.ids ?? plus.response.status,
      answers: [answer, plus],
    });
  }
}

/** Where rows of the window have the value, in the same request as it is filtered by otherwise, unless a form spells it in another way. */
function chooseQuery(context: CheckContext, condition: Condition): ListQuery {
  const { contract, survey } = context;
  const base = isSpaced(condition) ? undefined : chooseBase(contract, survey, condition.filter);
  const isThere = base?.rows().some((item) => matches(item, condition, contract) === true) ?? false;
  if (base === undefined || !isThere) return { conditions: [condition] };
  return buildQuery(context, base, { shows: 'all-matching', conditions: [condition] });
}

function countRows({ page }: Answer): number {
  return page?.total ?? page?.items.length ?? 0;
}
