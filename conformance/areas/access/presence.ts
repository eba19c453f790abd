import type { Contract } from '../../../src/contract/contract.ts';
import type { Check, CheckContext } from '../../check.ts';
import { createCoveringArray, type Factor, type Row } from '../../design/covering.ts';
import { createRandom } from '../../design/random.ts';
import type { Ledger } from '../../ledger.ts';
import { type Answer, hasPage, type PageAnswer } from '../../list/answer.ts';
import { listConditions } from '../../list/conditions.ts';
import { type AskOptions, type Condition, EVERYTHING, fitSize, type ListQuery } from '../../list/query.ts';
import { locateNeighbour } from '../../list/walk.ts';
import { exhaustiveValues } from '../filters/requirements.ts';
import { hasTokens } from '../integrity/requirements.ts';
import { alterToken, findToken } from '../integrity/token-mutations.ts';
import { chooseUsual } from '../paging/walks.ts';
import { expectNoRows } from '../rejections.ts';
import { listSchemesInUse, needsCredentials, replaceCredentials, withoutCredentials } from './schemes.ts';
import { askFirstOfMany, findForeignScope, inScope } from './scope.ts';
import { listTamperedCredentials } from './tampered-credentials.ts';

/** Requests of a whole run, and of a quick one. */
const MAX_ROWS = 28;
const MAX_QUICK_ROWS = 5;

/**
 * Leaves out what every request needs, in the presence of everything else that a request can have: servers read positions, filters and
 * sizes in many places, and some of them before they look at who is asking.
 */
export const checkPresence: Check = {
  id: 'access.presence',
  title: 'Leaves out credentials, version and scope beside positions, sizes and filters, right and wrong',
  verifies: [
    'access.on-next-page',
    'access.wrong-on-next-page',
    'access.before-query',
    'access.missing.refused',
    'access.wrong.refused',
    'scope.on-next-page',
    'scope.missing.refused',
    'scope.foreign.refused',
    'scope.foreign.on-next-page',
    'version.on-next-page',
    'version.missing.refused',
    'partition.access',
  ],
  cost: MAX_ROWS + 2,
  appliesTo: (contract) =>
    needsCredentials(contract) || contract.access.version !== undefined || hasHeaderScope(contract),
  async run(context) {
    const { list, survey, design, confirm, ledger } = context;
    const isQuick = design.profile === 'quick';
    const first = isQuick ? await askUsual(context) : await askFirstOfMany(context);
    const flaws = listFlaws(context);
    if (first === undefined) {
      for (const { later } of flaws)
        ledger.leaveOpen(later, 'the list has fewer than two rows, so there is no next page');
    }
    const rows = listRows(context, flaws, first);
    const plain = needsCredentials(list.contract)
      ? await list.ask(EVERYTHING, { ...withoutCredentials(list.contract), purpose: 'rejection', memo: isQuick })
      : undefined;
    const chosen = rows.slice(0, isQuick ? MAX_QUICK_ROWS : MAX_ROWS);
    const shown = listShown(list.contract, survey);
    const filtered = chosen.filter(({ filter }) => filter === 'one');
    await confirm(
      chosen.map((row) => (scratch) => {
        // Each time another one: what a filter does to the access of others is its own affair.
        const place = filtered.indexOf(row) % Math.max(1, shown.length);
        const conditions = row['filter'] === 'all' ? shown : shown.filter((_, index) => index === place);
        return askRow(context, scratch, { row, first, plain, conditions });
      }),
    );
  },
};

/** The first page of the walk of the window, which is asked for anyway. */
async function askUsual({ contract, list, survey }: CheckContext): Promise<PageAnswer | undefined> {
  const { window } = survey;
  const first = await list.ask({ ...window.query, limit: chooseUsual(contract, window) }, { memo: true });
  return hasPage(first) && locateNeighbour(contract, first, 'next') !== undefined ? first : undefined;
}

function hasHeaderScope({ access }: Contract): boolean {
  return access.scope?.in === 'header';
}

/** All of several credentials. */
const ALL = 'all';

/** Which credentials are flawed: of several, a server may heed one alone. */
function listParts({ contract, list }: CheckContext): readonly string[] {
  const schemes = needsCredentials(contract) ? listSchemesInUse(contract, list.target) : [];
  return schemes.length > 1 ? [ALL, ...schemes.map(({ parameter }) => parameter)] : [ALL];
}

/** What a request lacks, and which requirements forbid an answer to it. */
interface Flaw {
  readonly name: string;
  /** The part, where not all of several credentials are flawed. */
  readonly sent: (part: string) => AskOptions;
  readonly what: (part: string) => string;
  readonly requirement: string;
  /** The requirement on later pages. */
  readonly later: string;
}

function listFlaws({ contract, list }: CheckContext): readonly Flaw[] {
  const { scope, version } = contract.access;
  const foreign = findForeignScope(contract, list.target);
  const without = (id: string, name: string): Flaw => ({
    name: id,
    sent: () => ({ headers: { [name]: undefined } }),
    what: () => `without \`${name}\``,
    requirement: `${id}.missing.refused`,
    later: `${id}.on-next-page`,
  });
  const wrong = listTamperedCredentials(contract, list.target).filter(({ kind }) => kind === 'wrong');
  const schemes = listSchemesInUse(contract, list.target);
  const pick = <T>(values: readonly T[], part: string): T | undefined => {
    return values[schemes.findIndex(({ parameter }) => parameter === part)];
  };
  return [
    ...(needsCredentials(contract)
      ? [
          {
            name: 'missing',
            sent: (part: string) => {
              const scheme = pick(schemes, part);
              return scheme === undefined
                ? withoutCredentials(contract)
                : replaceCredentials([[scheme, undefined]], list.target);
            },
            what: (part: string) => (part === ALL ? 'without credentials' : `without \`${part}\``),
            requirement: 'access.missing.refused',
            later: 'access.on-next-page',
          },
        ]
      : []),
    ...(wrong[0] === undefined || !needsCredentials(contract)
      ? []
      : [
          {
            name: 'wrong',
            // Who has been found by the first of several is often let in.
            sent: (part: string) => (pick(wrong, part) ?? wrong.at(-1))?.sent ?? {},
            what: (part: string) => {
              const place = (pick(schemes, part) ?? schemes.at(-1))?.parameter;
              return `with ${wrong[0]?.what}${schemes.length > 1 ? ` in \`${place}\`` : ''}`;
            },
            requirement: 'access.wrong.refused',
            later: 'access.wrong-on-next-page',
          },
        ]),
    ...(version === undefined ? [] : [without('version', version.parameter.name)]),
    ...(scope?.in === 'header' ? [without('scope', scope.name)] : []),
    ...(scope === undefined || foreign === undefined
      ? []
      : [
          {
            name: 'foreign',
            sent: () => inScope(contract, foreign),
            what: () => `with another tenant’s \`${scope.name}\``,
            requirement: 'scope.foreign.refused',
            later: scope.in === 'header' ? 'scope.foreign.on-next-page' : 'scope.foreign.refused',
          },
        ]),
  ];
}

const MALFORMED = 'x';

/** What else can be in a request that lacks something. */
function listFactors(
  context: CheckContext,
  flaws: readonly Flaw[],
  first: PageAnswer | undefined,
): readonly (Factor | false)[] {
  const { contract, survey } = context;
  const factor = (name: string, ...values: readonly (string | false)[]): Factor => ({
    name,
    values: values.filter((value) => value !== false),
  });
  const hasNext = first !== undefined;
  const parts = listParts(context);
  const shown = listShown(contract, survey).length;
  return [
    factor('flaw', ...flaws.map(({ name }) => name)),
    factor('position', 'none', hasNext && 'next', 'bad', 'empty', hasNext && hasTokens(contract) && 'altered'),
    factor('size', 'left out', 'stated', contract.page.limit.parameter !== undefined && 'bad'),
    factor('filter', 'none', shown > 0 && 'one', shown > 1 && 'all', findMalformed(contract) !== undefined && 'bad'),
    factor('method', 'usual', contract.method === 'GET' && 'HEAD'),
    factor('partition', 'left out', contract.access.partition !== undefined && 'on'),
    parts.length > 1 && factor('part', ...parts),
  ];
}

/** Rows in which every flaw meets every other choice. */
function listRows(
  context: CheckContext,
  flaws: readonly Flaw[],
  first: PageAnswer | undefined,
): readonly (Row & { readonly flaw: string })[] {
  const { contract, design } = context;
  const method = contract.method === 'GET' ? 'HEAD' : 'usual';
  const factors = listFactors(context, flaws, first).filter((factor) => factor !== false);
  // A link has the path of the collection that it was given for.
  const isLinked = (position: string): boolean => position === 'next' || position === 'altered';
  const array = createCoveringArray(factors, createRandom(design.seed));
  const pairs = flaws.flatMap(({ name: flaw }) => {
    return (factors[1]?.values ?? [])
      .filter((position) => flaw !== 'foreign' || contract.access.scope?.in !== 'path' || !isLinked(position))
      .map((position) => ({ flaw, position }));
  });
  const names = flaws.map(({ name }) => name);
  const has = (name: string, value: string): boolean =>
    factors.some((one) => one.name === name && one.values.includes(value));
  const isAsked = ({ flaw = '', position, size = '', filter = '', partition = '' }: Row): boolean => {
    const isPair = names.includes(flaw) && pairs.some((pair) => pair.flaw === flaw && pair.position === position);
    return isPair && has('size', size) && has('filter', filter) && has('partition', partition);
  };
  const plain: Row = { position: 'none', size: 'left out', filter: 'none', method: 'usual', partition: 'left out' };
  const usual: Row = { ...plain, part: ALL };
  // In the presence of all filters at once: one of them may be enough to let somebody in.
  const many = has('filter', 'all') ? 'all' : 'one';
  const [, ...singles] = listParts(context);
  const vital: readonly Row[] = [
    ...names.map((flaw) => ({ ...usual, flaw, position: 'next' })),
    { ...usual, flaw: 'missing' },
    { ...usual, flaw: 'missing', filter: many },
    { ...usual, flaw: 'missing', size: 'bad' },
    { ...usual, flaw: 'missing', filter: 'bad' },
    { ...usual, flaw: 'missing', partition: 'on' },
    { ...usual, flaw: 'foreign', partition: 'on' },
    // Of two credentials the second is the secret.
    ...singles.slice(-1).flatMap((part) => [
      { ...usual, flaw: 'missing', part, position: 'next' },
      { ...usual, flaw: 'missing', part, filter: many, method },
      { ...usual, flaw: 'missing', part, filter: many },
    ]),
  ].filter(isAsked);
  // What matters most is where a page begins: each way to say it comes with each flaw.
  const others = pairs
    .filter(({ position }) => position !== 'next')
    .map((pair, index) => ({ ...pair, ...besides(pair.position, index, many) }));
  // Whether the others are checked at all, a quick run sees elsewhere.
  const few: readonly Row[] = [
    { ...usual, flaw: 'missing', position: 'next' },
    { ...usual, flaw: 'missing', filter: many, method },
    { ...usual, flaw: 'missing', position: 'bad' },
    { ...usual, flaw: 'wrong', position: 'empty' },
    { ...usual, flaw: has('flaw', 'scope') ? 'scope' : 'wrong', position: 'next' },
  ];
  const isFew = design.profile === 'quick' && names.includes('missing') && names.includes('wrong');
  const wanted = isFew ? few.filter(isAsked) : [...vital, ...createRandom(design.seed).shuffle(others)];
  const rows = wanted.map((row) => array.add(row));
  return rows as (Row & { readonly flaw: string })[];
}

/** One thing is wrong at a time: what is rejected for another reason shows nothing. */
function besides(position: string, index: number, many: string): Row {
  if (position === 'none') return { filter: many, size: 'left out', part: ALL };
  return { size: index % 2 === 0 ? 'left out' : 'stated', filter: 'none' };
}

/** A condition of each filter: of what rows show of it, or of what it is declared to take. Whether rows meet all of them is no matter. */
function listShown(contract: Contract, { head }: CheckContext['survey']): readonly Condition[] {
  const items = head.items.slice(0, 5);
  return contract.filters.flatMap((filter) => {
    const listed = exhaustiveValues(filter).map((value) => ({ filter, name: filter.parameter, value }));
    return [...items.flatMap((item) => listConditions(item, filter)), ...listed].slice(0, 1);
  });
}

/** A parameter that takes no text. */
function findMalformed({ filters }: Contract): string | undefined {
  return filters.find(
    ({ fields, parameter }) => fields.every(({ kind }) => kind !== 'string') && !parameter.includes('*'),
  )?.parameter;
}

interface Asked {
  readonly row: Row;
  readonly first: PageAnswer | undefined;
  /** The response to a request without credentials that is right otherwise. */
  readonly plain: Answer | undefined;
  readonly conditions: readonly Condition[];
}

async function askRow(context: CheckContext, ledger: Ledger, asked: Asked): Promise<void> {
  const { row, plain } = asked;
  const flaw = listFlaws(context).find(({ name }) => name === row['flaw']);
  if (flaw === undefined) return;
  const answer = await send(context, flaw, asked);
  if (answer === undefined) return;
  const { part = ALL } = row;
  const what = `a request ${flaw.what(part)}${describe(row)}`;
  expectNoRows(ledger, row['position'] === 'next' ? flaw.later : flaw.requirement, answer, what);
  if (flaw.name !== 'missing') return;
  if (row['partition'] === 'on') expectNoRows(ledger, 'partition.access', answer, what);
  if (plain === undefined || row['method'] === 'HEAD' || part !== ALL) return;
  if (answer.response.status === plain.response.status) ledger.exercise('access.before-query', 'rejections');
  else {
    ledger.violate('access.before-query', {
      summary: `the response to ${what} is ${answer.response.status}, and otherwise ${plain.response.status}`,
      expected: plain.response.status,
      received: answer.response.status,
      answers: [plain, answer],
    });
  }
}

function describe(row: Row): string {
  const parts = [
    ...({
      bad: ['an invalid position'],
      empty: ['an empty position'],
      altered: ['a tampered position'],
      next: ['the position of the next page'],
    }[row['position'] ?? ''] ?? []),
    ...(row['size'] === 'bad' ? ['an invalid page size'] : row['size'] === 'stated' ? ['a page size'] : []),
    ...({ bad: ['an invalid filter'], one: ['a filter'], all: ['filters'] }[row['filter'] ?? ''] ?? []),
    ...(row['method'] === 'HEAD' ? ['the method HEAD'] : []),
  ];
  return parts.length === 0 ? '' : `, and with ${parts.join(' and ')}`;
}

async function send(
  { contract, list }: CheckContext,
  { sent }: Flaw,
  { row, first, conditions }: Asked,
): Promise<Answer | undefined> {
  const parameters = listParameters(contract, row);
  const options: AskOptions = {
    ...sent(row['part'] ?? ALL),
    purpose: 'rejection',
    ...(row['method'] === 'HEAD' ? { method: 'HEAD' } : {}),
    ...(parameters.length === 0 ? {} : { parameters }),
  };
  if (row['position'] === 'next' && first !== undefined) return list.go(first, 'next', options);
  // The very address that was just answered to somebody else.
  const isPlain = row['position'] === 'none' && row['size'] === 'left out' && row['partition'] !== 'on';
  const query: ListQuery = {
    ...(isPlain && conditions.length === 0 && first !== undefined ? first.query : {}),
    conditions,
    ...(row['size'] === 'stated' ? { limit: fitSize(contract, 2) } : {}),
    ...(row['partition'] === 'on' ? { partition: true } : {}),
  };
  const given = row['position'] === 'altered' && first !== undefined ? findToken(list, first, 'next') : undefined;
  const [altered] = given === undefined ? [] : alterToken(given.token);
  return list.ask(query, { ...options, ...(altered === undefined ? {} : given?.replaceWith(altered.token)) });
}

/** What is wrong beside. */
function listParameters(contract: Contract, row: Row): readonly (readonly [string, string])[] {
  const { limit, position } = contract.page;
  const malformed = row['filter'] === 'bad' ? findMalformed(contract) : undefined;
  return [
    ...(row['size'] === 'bad' && limit.parameter !== undefined ? [[limit.parameter, MALFORMED] as const] : []),
    ...(row['position'] === 'bad' ? [[position, '/x'] as const] : []),
    ...(row['position'] === 'empty' ? [[position, ''] as const] : []),
    ...(malformed === undefined ? [] : [[malformed, MALFORMED] as const]),
  ];
}
