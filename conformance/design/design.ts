import type { Contract } from '../../src/contract/contract.ts';
import type { AskOptions, ListQuery } from '../list/query.ts';
import { type Coverage, createCoveringArray, type Factor, type Row } from './covering.ts';
import { createRandom } from './random.ts';
import { createSizes, type Sizes } from './sizes.ts';

/** How much a run asks for. */
export type Profile = 'whole' | 'quick';

/** In what a request may differ without having another answer. */
export interface Variation {
  /** Whether parameters are sent in the reverse of their usual order. */
  readonly reversed?: true;
  readonly freshConnection?: true;
  /** Whether escapes in the query are written in lower case. */
  readonly lowerCase?: true;
  /** The value of the parameter that selects part of the rows, where it is left out otherwise. */
  readonly partition?: false;
}

/**
 * What a run varies in requests that it sends anyway: whatever a check does not fix is chosen so that all pairs of choices occur in as
 * few requests as possible.
 */
export interface Design {
  readonly seed: number;
  readonly profile: Profile;
  readonly sizes: Sizes;
  readonly reach: Reach;
  /** How a request is sent; the same request each time in the same way, so that it can be confirmed. */
  vary(query: ListQuery, options: AskOptions): Variation;
  /** How many pairs of choices occurred. */
  readonly coverage: Coverage;
}

/** How far into the list a run has read. */
interface Reach {
  /** Notes that a row was read. @param rows - how many come before it, and itself */
  note(rows: number): void;
  /** Up to which row. */
  readonly rows: number;
}

function createReach(): Reach {
  let farthest = 0;
  return {
    note(rows) {
      farthest = Math.max(farthest, rows);
    },
    get rows() {
      return farthest;
    },
  };
}

const FACTORS: readonly Factor[] = [
  { name: 'filters', values: ['none', 'one', 'several'] },
  { name: 'size', values: ['left out', 'small', 'large'] },
  { name: 'page', values: ['first', 'later'] },
  { name: 'parameters', values: ['usual', 'reversed'] },
  { name: 'connection', values: ['kept', 'new'] },
  { name: 'escapes', values: ['upper case', 'lower case'] },
];
const ORDER: Factor = { name: 'order', values: ['left out', 'stated'] };
const PARTITION: Factor = { name: 'partition', values: ['left out', 'stated'] };

/** Pages of fewer rows are small. */
const SMALL = 20;

/**
 * Makes the design of a run.
 *
 * @param seed - decides what the contract leaves to chance: the same seed, the same run
 */
export function createDesign(
  contract: Contract,
  { seed, profile = 'whole' }: { seed: number; profile?: Profile },
): Design {
  const random = createRandom(seed);
  const canStatePartition = contract.access.partition?.parameter.schema['default'] === false;
  const factors = [
    ...FACTORS,
    ...(contract.order.parameter === undefined ? [] : [ORDER]),
    ...(canStatePartition ? [PARTITION] : []),
  ];
  const array = createCoveringArray(factors, random);
  const sizes = createSizes(contract.page.limit, random);
  const rows = new Map<string, Row>();
  return {
    seed,
    profile,
    sizes,
    reach: createReach(),
    vary(query, options) {
      if (query.limit !== undefined) sizes.note(query.limit);
      const key = describeRequest(query, options);
      const row = rows.get(key) ?? array.add(describeFixed(query, options));
      rows.set(key, row);
      return {
        ...(row['parameters'] === 'reversed' && options.reversed === undefined ? { reversed: true } : {}),
        ...(row['connection'] === 'new' ? { freshConnection: true } : {}),
        ...(row['escapes'] === 'lower case' ? { lowerCase: true } : {}),
        ...(row['partition'] === 'stated' && query.partition === undefined ? { partition: false } : {}),
      };
    },
    get coverage() {
      return array.coverage;
    },
  };
}

function describeRequest({ conditions, ...query }: ListQuery, { position, parameters }: AskOptions): string {
  return JSON.stringify([conditions.map(({ name, value }) => [name, value]), query, position, parameters]);
}

/** What a check decides itself. */
function describeFixed({ conditions, limit, order, partition }: ListQuery, { position, reversed }: AskOptions): Row {
  const isLater = position !== undefined && Object.keys(position).length > 0;
  return {
    filters: conditions.length === 0 ? 'none' : conditions.length === 1 ? 'one' : 'several',
    size: limit === undefined ? 'left out' : limit < SMALL ? 'small' : 'large',
    page: isLater ? 'later' : 'first',
    order: order === undefined ? 'left out' : 'stated',
    ...(partition === undefined ? {} : { partition: 'stated' }),
    ...(reversed === undefined ? {} : { parameters: reversed ? 'reversed' : 'usual' }),
    // A link is followed as it is.
    ...(position?.link === undefined ? {} : { parameters: 'usual', escapes: 'upper case' }),
  };
}
