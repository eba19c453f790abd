import type { Contract, Filter } from '../../src/contract/contract.ts';
import type { Area, Check, CheckContext } from '../check.ts';
import type { Ledger } from '../ledger.ts';
import { type Answer, hasPage, haveSameRows, haveSameRowsAndTotal } from '../list/answer.ts';
import type { ListClient } from '../list/client.ts';
import { listAllowed, listConditions, matches } from '../list/conditions.ts';
import { EVERYTHING } from '../list/query.ts';
import { locateNeighbour } from '../list/walk.ts';
import { completeRequirements } from '../requirement.ts';
import { createProbe } from '../survey/window.ts';
import { checkCaching, listCachingDrafts } from './caching.ts';
import { checkFarRows } from './paging/far-rows.ts';
import { repeatsParameters } from './paging/requirements.ts';
import { checkSizes } from './paging/sizes.ts';
import { chooseWalked } from './paging/walks.ts';
import { findMediaTypeFault } from './shape/body-inspection.ts';

const checkUnknownParameters: Check = {
  id: 'robustness.unknown-parameters',
  title: 'Sends an unknown parameter',
  verifies: ['unknown-parameter.*'],
  cost: 6,
  run: ({ confirm, ...context }) => confirm((ledger) => tryUnknown(context, ledger)),
};

async function tryUnknown(
  { contract, design, list, survey }: Omit<CheckContext, 'confirm'>,
  ledger: Ledger,
): Promise<void> {
  // As it has been walked already.
  const query = { ...survey.window.query, limit: chooseWalked(contract, survey.window, design.profile) };
  const plain = await list.ask(query);
  const answer = await list.ask(query, { parameters: [UNKNOWN_PARAMETER], purpose: 'either' });
  const { status } = answer.response;
  const isSame = haveSameRowsAndTotal(contract, plain, answer);
  const isRefused = status >= 400 && status < 500;
  const isIgnored = contract.query.unknown === 'ignore';
  const received = answer.page?.ids ?? status;
  if (isIgnored ? isSame : isRefused) ledger.exercise('unknown-parameter.policy', 'parameters');
  else {
    ledger.violate('unknown-parameter.policy', {
      summary: `the list does not ${contract.query.unknown} an unknown parameter: the response is ${status}`,
      expected: isIgnored ? 'the same rows' : 'a rejection',
      received,
      answers: [plain, answer],
    });
  }
  if (isSame || isRefused) {
    if (survey.seen.size > 0) ledger.exercise('unknown-parameter.no-effect', 'parameters');
  } else if (hasPage(answer)) {
    const summary = 'an unknown parameter changes which rows are returned';
    ledger.violate('unknown-parameter.no-effect', {
      summary,
      expected: plain.page?.ids,
      received,
      answers: [plain, answer],
    });
  }
  judgeLink(keepsAllParameters(contract), ledger, answer);
}

function keepsAllParameters(contract: CheckContext['contract']): boolean {
  return repeatsParameters(contract) && contract.page.links.keep === 'all';
}

/** Where links repeat all parameters, they repeat this one unchanged. */
function judgeLink(keepsAll: boolean, ledger: Ledger, answer: Answer): void {
  const link = answer.page?.links.next;
  if (!keepsAll || link === undefined || !URL.canParse(link, answer.response.url)) return;
  const [name, value] = UNKNOWN_PARAMETER;
  const received = new URL(link, answer.response.url).searchParams.getAll(name);
  if (String(received) === value) ledger.exercise('unknown-parameter.in-links', 'links');
  else {
    ledger.violate('unknown-parameter.in-links', {
      summary: 'the next link does not repeat an unknown parameter unchanged',
      expected: [value],
      received,
      answers: [answer],
    });
  }
}

const UNKNOWN_NAME = 'pwUnknown4f1c';
/** Parameters that get every hostile value. */
const MAX_TEXTS = 2;
/** Numeric filters that get a number which is none to many servers. */
const MAX_NUMBERS = 1;

const HOSTILE: readonly string[] = ['%FF', '%zz', "'%20OR%20'1'='1", '99999999999999999999'];

/** That no response is a 5xx is checked by the inspector of all responses. */
const checkHostileInput: Check = {
  id: 'robustness.hostile-input',
  title: 'Sends hostile values in every parameter',
  verifies: ['answers.no-server-error', 'hostile.harmless', 'limit.bounded'],
  cost: 60,
  async run({ contract, list, survey, design, confirm }) {
    const isQuick = design.profile === 'quick';
    const queries = isQuick ? listFewHostileQueries(contract) : listHostileQueries(contract);
    // Of a quick run, what the survey has read already.
    const query = isQuick ? { ...survey.head.query, limit: survey.pageSize } : { ...survey.window.query, limit: 3 };
    const reference = isQuick ? await createProbe(list, EVERYTHING, survey.opening) : survey.window;
    await confirm(async (ledger) => {
      const before = await list.ask(query, isQuick ? {} : { memo: false });
      const answers = await Promise.all([
        ...queries.map((rawQuery) => list.ask(EVERYTHING, { rawQuery, purpose: 'either' })),
        ...listHostileBodies(contract).map((body) => list.ask(EVERYTHING, { body, purpose: 'either' })),
      ]);
      for (const answer of answers) judgeLength(contract, ledger, answer);
      const after = await list.ask(query, { memo: false });
      if (haveSameRows(contract, before, after)) ledger.exercise('hostile.harmless', 'requests', queries.length);
      else {
        ledger.violate('hostile.harmless', {
          summary: 'a page has other rows after hostile requests than before them',
          expected: before.page?.ids,
          received: after.page?.ids ?? after.response.status,
          answers: [before, after],
        });
      }
    }, reference);
  },
};

/** Whatever is asked for in whatever way, no page has more rows than the largest. */
function judgeLength({ page: { limit } }: Contract, ledger: Ledger, answer: Answer): void {
  const count = answer.page?.items.length ?? 0;
  if (limit.parameter === undefined || count <= limit.maximum) return;
  ledger.violate('limit.bounded', {
    summary: `the response to \`${new URL(answer.response.url).search.slice(1)}\` has ${count} rows`,
    expected: `at most ${limit.maximum}`,
    received: count,
    answers: [answer],
  });
}

/** What is no JSON, no object, or an object of nothing that is known. */
function listHostileBodies({ method }: Contract): readonly string[] {
  if (method !== 'POST') return [];
  const deep = `${'['.repeat(2000)}${']'.repeat(2000)}`;
  return ['', '{', 'null', '[]', '"text"', '1e999', '{"a":', deep, `{"${UNKNOWN_NAME}":{"$ne":null}}`];
}

/** What hostile values are put into, percent-encoded. */
interface HostileNames {
  readonly sizes: readonly string[];
  readonly positions: readonly string[];
  readonly filters: readonly Filter[];
  readonly names: readonly string[];
  /** Of filters that take any text. */
  readonly texts: readonly string[];
}

/** Several hostile values at once, none of which is likely to be rejected before another one is read. */
function listFewHostileQueries(contract: Contract): readonly string[] {
  const { sizes, positions, filters, names, texts } = listHostileNames(contract);
  const [first = names[0] ?? UNKNOWN_NAME] = texts;
  const [, second] = texts;
  const long = second === undefined ? [] : [`${second}=${'x'.repeat(3000)}`];
  const numeric = filters.filter(isNumeric).map(({ parameter }) => encodeURIComponent(parameter));
  const [number = positions[0] ?? sizes[0] ?? first] = numeric;
  return [
    [`${first}=%27%22%5C%25_%3B--%2B%26%3D%23`, ...long].join('&'),
    `${first}=%00`,
    [`${first}=a&${first}=b&${first}[$ne]=a`, ...hugePositions(contract, positions)].join('&'),
    `${number}=99999999999999999999&${names[0] ?? UNKNOWN_NAME}=%zz&&==&?`,
  ];
}

function listHostileNames(contract: Contract): HostileNames {
  const isInQuery = (wanted: string): boolean => {
    return contract.parameters.every(({ name, in: place }) => name !== wanted || place === 'query');
  };
  const sizes = [contract.page.limit.parameter ?? UNKNOWN_NAME].filter(isInQuery).map(encodeURIComponent);
  const positions = [contract.page.position].filter(isInQuery).map(encodeURIComponent);
  const filters = contract.filters.filter(({ parameter }) => isInQuery(parameter));
  const names = filters.map(({ parameter }) => encodeURIComponent(parameter.replace('*', UNKNOWN_NAME)));
  const texts = filters
    .filter(isFreeText)
    .map(({ parameter }) => encodeURIComponent(parameter.replace('*', UNKNOWN_NAME)));
  return { sizes, positions, filters, names, texts };
}

function listHostileQueries(contract: Contract): readonly string[] {
  const { sizes, positions, filters, names, texts } = listHostileNames(contract);
  const [first = UNKNOWN_NAME] = texts;
  // Without a text parameter, any filter.
  const tried = (texts.length === 0 ? names : texts).slice(0, MAX_TEXTS);
  const all = [...names.slice(0, 3), ...sizes, ...positions, ...(names.length === 0 ? [UNKNOWN_NAME] : [])];
  const known: readonly (string | undefined)[] = [...names, ...sizes, ...positions];
  const others = contract.parameters
    // An order by an unknown field is asked for otherwise.
    .filter(({ in: where, name }) => where === 'query' && ![...known, contract.order.parameter?.name].includes(name))
    .map(({ name }) => name);
  // No text is invalid: in all of them at once, none hides another.
  const inTexts = (text: string): string =>
    (texts.length === 0 ? tried : texts).map((name) => `${name}=${text}`).join('&');
  return [
    ...HOSTILE.map((text, index) => `${all[index % all.length]}=${text}`),
    // One at a time: a parameter that is rejected would hide that another one crashes the server.
    ...tried.map((name) => `${name}=%00`),
    // Links repeat it, several times in one header, of which a client reads so much only.
    ...[
      'x'.repeat(Math.floor(3000 / Math.max(1, texts.length))),
      '%5C%28%5B%F0%9F%98%80',
      '%27%22%5C%25_%3B--%2B%26%3D%23',
      '',
    ].map(inTexts),
    ...[...sizes, ...positions].map((name) => `${name}=`),
    ...filters
      .filter(isNumeric)
      .slice(0, MAX_NUMBERS)
      .map(({ parameter }) => `${encodeURIComponent(parameter)}=9223372036854775808`),
    ...others.map((name) => `${name}=${UNKNOWN_NAME}`),
    `${first}=a&${first}=b`,
    `${first}[$ne]=a&&==&?`,
    ...sizes.map((name) => `${name}=2&${name}=3`),
    ...(isCounted(contract)
      ? hugePositions(contract, positions)
      : positions.map((name) => `${name}=${'QUJD'.repeat(1000)}`)),
  ];
}

/** What is counted is multiplied and added up, and databases have integers of 64 bits at the most. */
function hugePositions(contract: Contract, names: readonly string[]): readonly string[] {
  return isCounted(contract) ? names.map((name) => `${name}=9223372036854775807`) : [];
}

function isCounted({ page }: Contract): boolean {
  return page.style === 'number' || page.style === 'offset';
}

function isFreeText(filter: Filter): boolean {
  const isText = filter.fields.every(({ kind }) => kind === 'string');
  return filter.operator !== 'hasKey' && isText && listAllowed(filter) === undefined;
}

function isNumeric({ fields }: Filter): boolean {
  return fields[0]?.kind === 'number';
}

/** Filters that are sent with the other parameters. */
const ORDERED_FILTERS = 1;

const checkParameterOrder: Check = {
  id: 'robustness.parameter-order',
  title: 'Sends the same parameters in another order',
  verifies: ['parameter-order.same'],
  cost: 6,
  quick: 0,
  appliesTo: hasSeveralParameters,
  run: async ({ confirm, ...context }) => {
    const { list, survey } = context;
    await confirm((ledger) => tryOrders(context, ledger), await createProbe(list, EVERYTHING, survey.opening));
  },
};

async function tryOrders({ contract, list, survey }: Omit<CheckContext, 'confirm'>, ledger: Ledger): Promise<void> {
  const { items } = survey.head;
  const telling = contract.filters.flatMap((filter) => {
    const conditions = items.flatMap((item) => listConditions(item, filter));
    return conditions.find((one) => items.some((item) => matches(item, one, contract) === false)) ?? [];
  });
  const queries = [EVERYTHING, ...telling.slice(0, ORDERED_FILTERS).map((condition) => ({ conditions: [condition] }))];
  for (const { conditions } of queries) {
    const query = { ...survey.head.query, conditions, limit: 2 };
    const first = await list.ask(query);
    const position = hasPage(first) ? locateNeighbour(contract, first, 'next') : undefined;
    const at = position === undefined || position.link !== undefined ? {} : { position };
    const [usual, turned] = [
      await list.ask(query, at),
      await list.ask(query, { ...at, reversed: true, purpose: 'either' }),
    ];
    if (haveSameRowsAndTotal(contract, usual, turned)) {
      ledger.exercise('parameter-order.same', 'pages');
      continue;
    }
    ledger.violate('parameter-order.same', {
      summary: 'the same parameters in another order return other rows',
      expected: usual.page?.ids ?? usual.response.status,
      received: turned.page?.ids ?? turned.response.status,
      answers: [usual, turned],
    });
  }
}

function hasSeveralParameters({ parameters }: Contract): boolean {
  return parameters.filter((parameter) => parameter.in === 'query').length > 1;
}

const checkHead: Check = {
  id: 'robustness.head',
  title: 'Requests a page with HEAD',
  verifies: ['head.like-get'],
  cost: 2,
  quick: 0,
  appliesTo: ({ method }) => method === 'GET',
  run: async (context) => {
    const { list, survey, confirm } = context;
    await confirm((ledger) => compareHead(list, ledger), await createProbe(list, EVERYTHING, survey.opening));
  },
};

async function compareHead(list: ListClient, ledger: Ledger): Promise<void> {
  const plain = await list.ask(EVERYTHING);
  const answer = await list.ask(EVERYTHING, { method: 'HEAD', purpose: 'either' });
  const [head, get] = [answer.response, plain.response];
  const [received, expected] = [head, get].map(({ headers }) => headers['content-type'] ?? '');
  // Compressed bodies are of any length.
  const [length, due] = [head, get].map(({ headers }) => {
    return headers['content-encoding'] === undefined ? headers['content-length'] : undefined;
  });
  if (length !== undefined && due !== undefined && length !== due) {
    const summary = `the response to HEAD has a length of ${length}`;
    ledger.violate('head.like-get', { summary, expected: due, received: length, answers: [answer] });
    return;
  }
  if (head.status === get.status && areAlike(received, expected) && head.text === '') {
    ledger.exercise('head.like-get', 'requests');
    return;
  }
  ledger.violate('head.like-get', {
    summary: `the response to HEAD is ${head.status} ${received}`,
    expected: `${get.status} ${expected}`,
    received: `${head.status} ${received}`,
    answers: [answer],
  });
}

/** A media type may be spelled in several ways, with and without its default charset. */
function areAlike(one: string = '', other: string = ''): boolean {
  return findMediaTypeFault(one, other) === undefined || findMediaTypeFault(other, one) === undefined;
}

/** Unknown parameters, hostile values and HEAD. */
export const robustnessArea: Area = {
  name: 'robustness',
  derive: (contract) =>
    completeRequirements(contract, 'robustness', [
      {
        id: 'unknown-parameter.no-effect',
        demand: 'not return other rows because of an unknown parameter',
        // Where the document says nothing of them, any field may be a filter.
        mark: contract.provenanceOf(['query', 'unknown']).silent ? 'inferred' : 'documented',
      },
      {
        id: 'unknown-parameter.policy',
        demand: `${contract.query.unknown} unknown parameters`,
        entry: ['query', 'unknown'],
      },
      ...(keepsAllParameters(contract)
        ? [
            {
              id: 'unknown-parameter.in-links',
              demand: 'repeat unknown parameters in links',
              entry: ['page', 'links', 'keep'],
            },
          ]
        : []),
      ...(hasSeveralParameters(contract)
        ? [
            {
              id: 'parameter-order.same',
              demand: 'return the same rows for the same parameters, in whatever order they are sent',
              mark: 'inferred' as const,
            },
          ]
        : []),
      { id: 'hostile.harmless', demand: 'return the same rows after hostile requests as before them' },
      ...(contract.method === 'GET'
        ? [{ id: 'head.like-get', demand: 'respond to HEAD as to GET, without the body', mark: 'chosen' as const }]
        : []),
      ...listCachingDrafts(contract),
    ]),
  inspectors: [],
  // What is left of the requests goes into far rows and page sizes, so these come last.
  checks: [
    checkUnknownParameters,
    checkHostileInput,
    checkParameterOrder,
    checkHead,
    checkCaching,
    checkFarRows,
    checkSizes,
  ],
};

const UNKNOWN_PARAMETER = ['pwUnknown4f1c', 'a b&c+d'] as const;
