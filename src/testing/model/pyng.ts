import type { Row } from '../../dataset/row-source.ts';
import { fc } from '../properties.ts';
import { ascending, compareBy, descending } from './naive-list.ts';
import { AWKWARD_TEXTS, type Inquiry, type Vendor } from './vendor.ts';

const BASE = 1_777_852_800_000;
/** Few, so that there are ties, and close together, so that bounds are met. */
const TIMES = [BASE, BASE + 1, BASE + 2, BASE + 1000, BASE - 1, BASE - 86_400_000, 0, -1];
const WEEK = 604_800_000;

const references = fc.oneof(
  fc.constantFrom(...AWKWARD_TEXTS),
  fc.nat(200).map((number) => `ACME-${number}`),
);

const rows: fc.Arbitrary<Row> = fc
  .tuple(references, fc.constantFrom('invited', 'linked', 'linked', 'lapsed'), fc.constantFrom(...TIMES))
  .map(([customerReference, state, invitedAt]) => ({
    customerReference,
    state,
    invitedAt,
    ...(state === 'invited' ? { expiresAt: invitedAt + WEEK } : {}),
    ...(state === 'linked' ? { linkedAt: invitedAt + 5 } : {}),
  }));

const bounds = fc
  .tuple(fc.constantFrom(...TIMES), fc.integer({ min: -1, max: 1 }))
  .map(([time, shift]) => time + shift);
const sizes = fc.oneof(
  { weight: 4, arbitrary: fc.integer({ min: 1, max: 7 }) },
  { weight: 1, arbitrary: fc.constantFrom(1, 50, 100) },
);

const inquiries: fc.Arbitrary<Inquiry> = fc
  .record({ state: fc.constantFrom('invited', 'linked'), from: bounds, to: bounds, size: sizes }, { requiredKeys: [] })
  .map(({ state, from, to, size }) => ({
    pairs: [
      ...(state === undefined ? [] : [['state', state] as const]),
      ...(from === undefined ? [] : [['invitedFrom', String(from)] as const]),
      ...(to === undefined ? [] : [['invitedTo', String(to)] as const]),
    ],
    matches: (row) => {
      const invitedAt = Number(row['invitedAt']);
      return (
        (state ?? row['state']) === row['state'] && invitedAt >= (from ?? invitedAt) && invitedAt <= (to ?? invitedAt)
      );
    },
    compare: compareBy(
      descending((row) => row['invitedAt']),
      ascending((row) => row['customerReference']),
    ),
    ...(size === undefined ? {} : { size: String(size) }),
    limit: size ?? 50,
  }));

/** Latest invitation first, pages joined by opaque links. */
export const pyng: Vendor = {
  id: 'pyng',
  identity: 'customerReference',
  path: '/billing/sites/mine/customers',
  headers: { Authorization: 'Bearer secret', 'Pyng-Api-Version': 'urn:pyng:api:billing:version:v1' },
  credential: { bearerAuth: 'secret' },
  sizeParameter: 'limit',
  hidden: [],
  rows,
  inquiries,
  // Which of the other times a row has depends on its state.
  changeable: ({ invitedAt = 0, customerReference = '' }) => ({ invitedAt, customerReference }),
};
