import type { Check, CheckContext } from '../../check.ts';
import type { Ledger } from '../../ledger/ledger.ts';
import { type Answer, hasPage } from '../../list/answer.ts';
import type { Condition } from '../../list/list-query.ts';
import { listConditions } from '../../list/matching/list-conditions.ts';
import { identify } from '../../list/read-page.ts';
import { joinReferences } from '../../survey/join-references.ts';
import { listCertainFilters } from './list-certain-filters.ts';

const SPECIAL = /[^\w.-]/g;
/** Spaces at the ends and control characters are what many a form takes away, and nobody misses. */
const AWKWARD = /^\s|\s$|\p{Cc}/u;
/** How many values are tried at most. */
const MOST_VALUES = 8;

interface Special {
  readonly condition: Condition;
  readonly id: string;
}

/** Looks for rows by those of their values that have to be encoded in a URL. */
export const checkEncodings: Check = {
  id: 'filters.encodings',
  title: 'filters by values that have to be encoded',
  verifies: ['filters.encoding', 'filters.plus'],
  cost: 20,
  async run(context) {
    const { survey, ledger, confirm } = context;
    const chosen = chooseSpecial(context);
    if (chosen.length === 0) {
      ledger.leaveOpen('filters.encoding', 'no row shows a value with a character that has to be encoded');
      ledger.leaveOpen('filters.plus', 'no row shows a value with a space');
    }
    await confirm(
      async (scratch) => {
        await Promise.all(chosen.map((one) => trySpecial(context, scratch, one)));
      },
      joinReferences(survey.window, survey.head),
    );
  },
};

/** One value for each set of characters is enough; those of the rarest kinds first. */
function chooseSpecial({ contract, survey }: CheckContext): readonly Special[] {
  const found = new Map<string, Special>();
  // Times are tried in many spellings elsewhere.
  const filters = listCertainFilters({ contract, survey }).filter(({ fields }) =>
    fields.every(({ kind }) => kind === 'string'),
  );
  for (const item of [...survey.window.items, ...survey.head.items]) {
    for (const condition of filters.flatMap((filter) => listConditions(item, filter))) {
      const key = [...new Set(condition.value.match(SPECIAL))].sort().join('');
      if (key === '' || AWKWARD.test(condition.value) || found.has(key)) continue;
      found.set(key, { condition, id: identify(item, contract) });
    }
  }
  const rare = [...found].sort(([a], [b]) => b.length - a.length).map(([, one]) => one);
  const spaced = rare.find(({ condition }) => isSpaced(condition));
  return [...new Set([...(spaced === undefined ? [] : [spaced]), ...rare])].slice(0, MOST_VALUES);
}

/** Only of plain words is it certain which characters a form would send. */
function isSpaced({ value }: Condition): boolean {
  return /^[\w.-]+( [\w.-]+)+$/.test(value);
}

async function trySpecial({ list }: CheckContext, ledger: Ledger, { condition, id }: Special): Promise<void> {
  const { name, value } = condition;
  const answer = await list.ask({ conditions: [condition] }, { purpose: 'either' });
  const total = countRows(answer);
  if (total > 0) ledger.exercise('filters.encoding', 'values');
  else {
    ledger.violate('filters.encoding', {
      summary: `${name}=${value}, percent-encoded, does not find the row ${id}`,
      expected: id,
      received: answer.page?.ids ?? answer.response.status,
      answers: [answer],
    });
  }
  if (!isSpaced(condition)) return;
  const rawQuery = `${encodeURIComponent(name)}=${value.replaceAll(' ', '+')}`;
  const plus = await list.ask({ conditions: [condition] }, { rawQuery, purpose: 'either' });
  if (hasPage(plus) && countRows(plus) === total) ledger.exercise('filters.plus', 'values');
  else {
    ledger.violate('filters.plus', {
      summary: `${rawQuery} finds other rows than %20 does`,
      expected: total,
      received: plus.page === undefined ? plus.response.status : countRows(plus),
      answers: [answer, plus],
    });
  }
}

function countRows({ page }: Answer): number {
  return page?.total ?? page?.items.length ?? 0;
}
