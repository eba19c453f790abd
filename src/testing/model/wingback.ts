import type { Json } from '../../contract/contract.ts';
import type { Row } from '../../dataset/row-source.ts';
import { fc } from '../properties.ts';
import { ascending, compareBy } from './naive-list.ts';
import { AWKWARD_TEXTS, type Inquiry, type Pair, type Vendor } from './vendor.ts';

const TIMES = [
  '2023-11-07T05:31:56Z',
  '2023-11-07T06:31:56+01:00',
  '2023-11-07T05:31:56.001Z',
  '2023-11-06T00:00:00Z',
  '2024-01-01T00:00:00.000Z',
];
const PLANS = ['Plan_5f0c8a52-7c1e-4d0b-9a3e-1b6f2d84c7e9', 'Plan_0e4b7d19-2a6c-4f85-b3d1-9c72e5f0a846'];
const PLAN_NAMES = ['Starter', 'starter', 'Growth', 'starter-2025', 'a&b', '%', '_'];
const EMAILS = ['a@example.com', 'A@example.com', 'b+c@example.com'];
const KEYS = ['crm_id', 'segment', 'a b', 'é', '*', 'a/b', 'a~b', 'constructor', 'toString'];
const STATUSES = ['active', 'inactive', 'temporary'];
const PAYMENTS = ['pending_validation', 'ready_for_payment', 'paid'];

const contracts = fc
  .record({
    plan_id: fc.constantFrom(...PLANS),
    plan: fc.constantFrom(...PLAN_NAMES),
    plan_internal_name: fc.constantFrom(...PLAN_NAMES),
    plan_external_name: fc.option(fc.constantFrom(...PLAN_NAMES)),
  })
  .map(
    (fields): Record<string, Json> => ({
      ...fields,
      id: 'Cont_5f0c8a52-7c1e-4d0b-9a3e-1b6f2d84c7e9',
      customer: 'C',
      customer_id: 'Cust_5f0c8a52-7c1e-4d0b-9a3e-1b6f2d84c7e9',
      amount: '1.00',
      billing_information: {},
      configuration: {},
      cost_estimates: {},
      currency: 'usd',
      cycle: 'once',
      cycle_start_offset: 0,
      free_cycles: 0,
      status: 'active',
    }),
  );

const rows: fc.Arbitrary<Row> = fc
  .record({
    number: fc.nat(300),
    name: fc.option(fc.constantFrom(...AWKWARD_TEXTS)),
    status: fc.constantFrom(...STATUSES),
    customer_reference: fc.option(fc.constantFrom('REF-1', 'ref-1', ...AWKWARD_TEXTS.slice(0, 12))),
    created: fc.constantFrom(...TIMES),
    emails: fc.dictionary(fc.constantFrom('main', 'billing'), fc.constantFrom(...EMAILS), { maxKeys: 2 }),
    contracts: fc.array(contracts, { maxLength: 2 }),
    metadata: fc.dictionary(fc.constantFrom(...KEYS), fc.constant('x'), { maxKeys: 3, noNullPrototype: true }),
    payment_status: fc.constantFrom(...PAYMENTS),
    listed: fc.constantFrom('true', 'false'),
  })
  .map(({ number, ...fields }) => ({ id: idOf(number), ...fields, emails: { ...fields.emails } }));

function idOf(number: number): string {
  return `Cust_c40bea18-c0c9-44b1-bd0c-${String(number).padStart(12, '0')}`;
}

const sizes = fc.oneof(
  { weight: 6, arbitrary: fc.integer({ min: 1, max: 7 }).map((size) => ({ size: String(size), limit: size })) },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      { limit: 20 },
      { size: '100', limit: 100 },
      { size: '101', limit: 100 },
      { size: '0', limit: 0 },
    ),
  },
);

/** Each filter with its value, and what it asks of a row. */
const filters = {
  id: fc.nat(300).map(idOf),
  email: fc.constantFrom(...EMAILS),
  customer_reference: fc.constantFrom('REF-1', 'ref-1', ...AWKWARD_TEXTS.slice(0, 12)),
  plan: fc.constantFrom(...PLANS),
  status: fc.constantFrom(...STATUSES, 'Active'),
  listed: fc.constantFrom('true', 'false'),
  contract_plan_name: fc.constantFrom(...PLAN_NAMES),
  payment_status: fc.constantFrom(...PAYMENTS),
  'metadata[0]': fc.constantFrom(...KEYS),
  'metadata[1]': fc.constantFrom(...KEYS),
};

type Test = (row: Row, value: string) => boolean;

const TESTS: Readonly<Record<string, Test>> = {
  email: (row, value) => Object.values(row['emails'] as object).includes(value),
  plan: (row, value) => contractsOf(row).some((contract) => contract['plan_id'] === value),
  contract_plan_name: (row, value) =>
    contractsOf(row).some((contract) =>
      [contract['plan'], contract['plan_internal_name'], contract['plan_external_name']].includes(value),
    ),
  'metadata[0]': (row, value) => Object.hasOwn(row['metadata'] as object, value),
  'metadata[1]': (row, value) => Object.hasOwn(row['metadata'] as object, value),
};

function contractsOf(row: Row): readonly Row[] {
  return row['contracts'] as readonly Row[];
}

/** One or two filters most of the time: with all of them, no row would be left. */
const chosenFilters = fc
  .subarray(Object.keys(filters) as (keyof typeof filters)[], { maxLength: 2 })
  .chain((names) => fc.record(Object.fromEntries(names.map((name) => [name, filters[name]]))))
  .map((record) => Object.entries(record) as Pair[]);

const inquiries: fc.Arbitrary<Inquiry> = fc.tuple(chosenFilters, sizes).map(([pairs, size]) => ({
  pairs,
  matches: (row) => pairs.every(([name, value]) => (TESTS[name] ?? ((one) => one[name] === value))(row, value)),
  compare: compareBy(
    ascending((row) => Date.parse(String(row['created']))),
    ascending((row) => row['id']),
  ),
  ...size,
}));

/** Oldest first, pages joined by tokens. */
export const wingback: Vendor = {
  id: 'wingback',
  identity: 'id',
  path: '/v1/c/customer',
  headers: { 'wb-key': 'secret' },
  credential: { apiKey: 'secret' },
  sizeParameter: 'limit',
  hidden: ['payment_status', 'listed'],
  rows,
  inquiries,
  changeable: (row) => row,
};
