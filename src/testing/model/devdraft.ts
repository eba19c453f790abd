import type { Row } from '../../dataset/row-source.ts';
import { fc } from '../properties.ts';
import { ascending, compareBy, descending } from './naive-list.ts';
import { AWKWARD_TEXTS, type Inquiry, type Pair, type Vendor } from './vendor.ts';

const STATUSES = ['ACTIVE', 'BLACKLISTED', 'DEACTIVATED'];
const TIMES = [
  '2024-03-20T10:00:00.000Z',
  '2024-03-20T10:00:00.001Z',
  '2024-03-20T12:00:00.000+02:00',
  '2023-12-31T23:59:59.999Z',
  '2024-03-20T10:00:00Z',
];
const EMAILS = [
  'john.doe@example.com',
  'John.Doe@Example.com',
  'JOHN.DOE@EXAMPLE.COM',
  'john.doe@example.co',
  'a_b@example.com',
  'a%b@example.com',
  'axb@example.com',
];
const NAMES = [
  ...AWKWARD_TEXTS,
  'John',
  'JOHN',
  'Johanna',
  'St. John',
  'Doe',
  'José',
  'JOSÉ',
  'Łukasz',
  'łukasz',
  '100%',
  'under_score',
];

const rows: fc.Arbitrary<Row> = fc
  .record({
    number: fc.nat(300),
    first_name: fc.constantFrom(...NAMES),
    last_name: fc.constantFrom(...NAMES),
    email: fc.option(fc.constantFrom(...EMAILS)),
    status: fc.constantFrom(...STATUSES),
    createdAt: fc.constantFrom(...TIMES),
  })
  .map(({ number, ...fields }) => ({
    id: `3f2b8c9e-5d1a-4e7b-9c36-${String(number).padStart(12, '0')}`,
    ...fields,
    phone_number: null,
    customer_type: 'Startup',
    last_spent: null,
    last_purchase_date: null,
    appId: 'app_1',
    updatedAt: '2024-04-01T00:00:00.000Z',
  }));

const parts = fc.oneof(
  fc.constantFrom(...NAMES),
  fc
    .tuple(fc.constantFrom(...NAMES), fc.nat(3), fc.nat(3))
    .map(([name, start, length]) => [...name].slice(start, start + length).join('')),
);
const cases = fc.constantFrom(
  (text: string) => text,
  (text: string) => text.toUpperCase(),
  (text: string) => text.toLowerCase(),
);
const wished = (texts: fc.Arbitrary<string>): fc.Arbitrary<string> =>
  fc.tuple(texts, cases).map(([text, change]) => change(text));

const inquiries: fc.Arbitrary<Inquiry> = fc
  .record(
    {
      name: wished(parts),
      email: wished(fc.constantFrom(...EMAILS)),
      status: fc.constantFrom(...STATUSES),
      size: fc.oneof({ weight: 4, arbitrary: fc.integer({ min: 1, max: 7 }) }, fc.constantFrom(10, 99, 100)),
    },
    { requiredKeys: [] },
  )
  .map(({ name, email, status, size }) => ({
    pairs: Object.entries({ name, email, status }).flatMap(([key, value]): Pair[] =>
      value === undefined ? [] : [[key, value]],
    ),
    matches: (row) =>
      (status ?? row['status']) === row['status'] &&
      (email === undefined || (typeof row['email'] === 'string' && fold(row['email']) === fold(email))) &&
      (name === undefined ||
        [row['first_name'], row['last_name']].some((text) => fold(String(text)).includes(fold(name)))),
    compare: compareBy(
      descending((row) => Date.parse(String(row['createdAt']))),
      ascending((row) => row['id']),
    ),
    ...(size === undefined ? {} : { size: String(size) }),
    limit: size ?? 10,
  }));

/** Letters in upper and lower case are the same; a ligature is not the letters that its upper case is made of. */
function fold(text: string): string {
  return text.toLowerCase();
}

/** Latest first, pages cut out by skip and take. */
export const devdraft: Vendor = {
  id: 'devdraft',
  identity: 'id',
  path: '/api/v0/customers',
  headers: { 'x-client-key': 'key', 'x-client-secret': 'secret' },
  credential: { clientKey: 'key', clientSecret: 'secret' },
  sizeParameter: 'take',
  hidden: [],
  rows,
  inquiries,
  changeable: (row) => row,
};
