import type { Row } from '../../dataset/row-source.ts';
import { fc } from '../properties.ts';
import { ascending, type Comparison, compareBy, descending } from './naive-list.ts';
import { AWKWARD_TEXTS, type Inquiry, type Pair, type Vendor } from './vendor.ts';

const NOON = Date.UTC(2026, 0, 31, 12);
/** Times in several spellings, with what they mean, in milliseconds. */
const TIMES: readonly (readonly [text: string, time: number])[] = [
  ['2026-01-31T12:00:00Z', NOON],
  ['2026-01-31T12:00:00.000000Z', NOON],
  ['2026-01-31T09:00:00-03:00', NOON],
  ['2026-01-31T12:00:00.001Z', NOON + 1],
  ['2026-01-31T12:00:00.000001Z', NOON + 0.001],
  ['2026-01-31T11:59:59.999999Z', NOON - 0.001],
  ['2026-01-31T00:00:00Z', NOON - 43_200_000],
  ['2026-02-01T00:00:00Z', NOON + 43_200_000],
];
/** Spellings that queries may use, and rows may not. */
const QUERY_TIMES = [
  ...TIMES,
  ['2026-01-31', NOON - 43_200_000],
  ['2026-01-31T12:00:00', NOON],
  ['2026-01-31 12:00:00', NOON],
  ['2026-02-01', NOON + 43_200_000],
] as const;
const EMAILS = ['a@example.com', 'A@example.com', 'b+c@example.com'];
const COUNTRIES = ['CL', 'cl', 'MX'];
const NAMES = AWKWARD_TEXTS;
const IDS = ['x1', 'x2', 'X1', 'a b'];
const KEYS = ['order_id', 'segment', 'a/b', 'a~b', 'é', 'a b', 'a__b'];
const VALUES = ['1', 'a', 'A', 'a b', '%'];

const rows: fc.Arbitrary<Row> = fc
  .record({
    number: fc.nat(300),
    name: fc.constantFrom(...NAMES),
    country: fc.constantFrom({ id: 'CL' }, { id: 'CL' }, { id: 'MX' }, { name: 'CL' }),
    email: fc.option(fc.constantFrom(...EMAILS)),
    tax_id: fc.constantFrom(null, '1-9', '1-K', '1-k'),
    metadata: fc.dictionary(fc.constantFrom(...KEYS), fc.oneof(fc.constantFrom(...VALUES), fc.constantFrom(1, null)), {
      maxKeys: 3,
      noNullPrototype: true,
    }),
    sources: fc.subarray(IDS, { maxLength: 2 }),
    subscriptions: fc.subarray(IDS, { maxLength: 2 }),
    test_mode: fc.constantFrom(false, false, false, true),
    created: fc.constantFrom(...TIMES.map(([text]) => text)),
  })
  .map(({ number, ...fields }) => ({
    id: `cus_${String(number).padStart(5, '0')}`,
    address: 'A',
    state: {},
    ...fields,
  }));

const sizes = fc.oneof(
  { weight: 6, arbitrary: fc.integer({ min: 1, max: 7 }).map((size) => ({ size: String(size), limit: size })) },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      { limit: 20 },
      { size: '', limit: 20 },
      { size: '0', limit: 20 },
      { size: '-3', limit: 20 },
      { size: 'x', limit: 20 },
      { size: '1.5', limit: 20 },
      { size: '100', limit: 100 },
      { size: '101', limit: 100 },
      { size: ' 3 ', limit: 3 },
      { size: '0_4', limit: 4 },
    ),
  },
);

/** Each filter as it is sent, and what it asks of a row. */
type Filter = readonly [pair: Pair, test: (row: Row) => boolean];

const ALWAYS = (): boolean => true;

function exactly(name: string, values: readonly string[], pick: (row: Row) => unknown): fc.Arbitrary<Filter> {
  return fc
    .constantFrom(...values, '')
    .map((value): Filter => [[name, value], value === '' ? ALWAYS : (row) => pick(row) === value]);
}

function oneOf(name: string): fc.Arbitrary<Filter> {
  return fc
    .constantFrom(...IDS, 'x')
    .map((value): Filter => [[name, value], (row) => (row[name] as string[]).includes(value)]);
}

function atTime(name: string, holds: (time: number, bound: number) => boolean): fc.Arbitrary<Filter> {
  return fc
    .constantFrom(...QUERY_TIMES)
    .map(([text, bound]): Filter => [[name, text], (row) => holds(timeOf(row), bound)]);
}

function timeOf(row: Row): number {
  return TIMES.find(([text]) => text === row['created'])?.[1] ?? Number.NaN;
}

const metadata = fc.tuple(fc.constantFrom(...KEYS), fc.constantFrom(...VALUES, 'null')).map(
  ([key, value]): Filter => [
    [`metadata__${key}`, value],
    (row) => {
      const found = (row['metadata'] as Record<string, unknown>)[key] ?? undefined;
      return found !== undefined && String(found) === value;
    },
  ],
);

const filters = fc.array(
  fc.oneof(
    exactly('country', COUNTRIES, (row) => (row['country'] as Row)['id']),
    exactly('email', EMAILS, (row) => row['email']),
    exactly('name', NAMES, (row) => row['name']),
    exactly('tax_id', ['1-9', '1-K'], (row) => row['tax_id']),
    atTime('created', (time, bound) => time === bound),
    atTime('created__gte', (time, bound) => time >= bound),
    atTime('created__lte', (time, bound) => time <= bound),
    oneOf('subscriptions'),
    oneOf('sources'),
    metadata,
    fc.constantFrom('zz', 'search', 'status__in', 'created__gt').map((name): Filter => [[name, 'a é+&'], ALWAYS]),
  ),
  { maxLength: 3 },
);

const ORDERS: Readonly<Record<string, Comparison>> = {
  name: ascending((row) => row['name']),
  '-name': descending((row) => row['name']),
  email: ascending((row) => row['email']),
  '-email': descending((row) => row['email']),
  created: ascending(timeOf),
  '-created': descending(timeOf),
};

const orders = fc.option(
  fc.array(fc.constantFrom(...Object.keys(ORDERS), 'bogus', 'id', ''), { minLength: 1, maxLength: 3 }),
  { nil: undefined },
);

const inquiries: fc.Arbitrary<Inquiry> = fc
  .record({ filters, order: orders, isTest: fc.constantFrom(undefined, 'false', 'false', 'true', 'True'), size: sizes })
  .map(({ filters: chosen, order, isTest, size }) => {
    const known = (order ?? []).flatMap((name) => ORDERS[name] ?? []);
    // What is sent twice counts as it is sent last.
    const last = chosen.filter(([[name]], index) => chosen.findLastIndex(([[other]]) => other === name) === index);
    const wantsTest = isTest?.toLowerCase() === 'true';
    return {
      pairs: [
        ...chosen.map(([pair]) => pair),
        ...(order === undefined ? [] : [['ordering', order.join(',')] as const]),
      ],
      ...(isTest === undefined ? {} : { headers: { 'x-piriod-test-mode': isTest } }),
      matches: (row: Row) => row['test_mode'] === wantsTest && last.every(([, test]) => test(row)),
      compare: compareBy(
        ...(known.length === 0 ? [descending(timeOf)] : known),
        ascending((row) => row['id']),
      ),
      ...size,
    };
  });

/** In an order of the client's choice, pages counted. */
export const piriod: Vendor = {
  id: 'piriod',
  identity: 'id',
  path: '/customers/',
  headers: { Authorization: 'Token secret', 'x-simple-workspace': 'mine' },
  credential: { TokenAuth: 'secret' },
  sizeParameter: 'page_size',
  hidden: ['subscriptions'],
  rows,
  inquiries,
  changeable: (row) => row,
};
