import type { Contract, Json } from '../../contract/contract.ts';
import { hashText } from '../random.ts';
import type { Row } from '../row-source.ts';
import type { LiveRow } from './compiler.ts';
import { createCompiler } from './create-compiler.ts';
import { isMadeWhole } from './generated-source.ts';
import { poolsOf } from './pool.ts';
import { dig, digProducer, type Producer } from './producer.ts';

/** What to complete rows from; contract, seed, stream and now are those of the source whose rows they join. */
interface RowCompleterOptions {
  readonly contract: Contract;
  readonly seed: string | number;
  readonly stream?: string;
  /** The time at which the data set stands, in milliseconds since 1970. */
  readonly now: number;
  /** The first index that no row of the source has. */
  readonly firstIndex: number;
}

/** When a row is added. */
interface Moment {
  /** The clock, in milliseconds since 1970. */
  readonly now: number;
  readonly isTaken: (identity: string) => boolean;
}

/**
 * Fills in what a new row lacks.
 *
 * @param fields - those that it has; they stay as they are, and fields that follow from others follow from them
 * @returns the whole row: times are the clock's, the identity is one that is not taken unless it is given. It is not checked
 *   against the schema
 */
type CompleteRow = (fields: Row, moment: Moment) => Row;

/** How a completer makes the fields of a row. */
interface Recipe {
  readonly fields: readonly (readonly [name: string, producer: Producer])[];
  readonly identity: Producer;
  /** Makes the whole row, where fields cannot be made one by one. */
  readonly whole: Producer | undefined;
}

/** Given identities are spread over so many indexes, so that what else must differ between rows does. */
const SPREAD = 2 ** 20;

/** Makes a completer. The work of reading the schemas is done at its first use. */
export function createRowCompleter({ contract, seed, stream = '', now, firstIndex }: RowCompleterOptions): CompleteRow {
  const live: LiveRow = { given: {}, now };
  let recipe: Recipe | undefined;
  const chooseIndex = (fields: Row, identity: Producer, isTaken: Moment['isTaken']): number => {
    const given = dig(fields, contract.identity.path);
    if (given !== undefined) return firstIndex + (hashText(String(given)) % SPREAD);
    return findFree(firstIndex, (index) => isTaken(String(identity.valueAt(index, 0, index))));
  };
  return (fields, moment) => {
    live.given = fields;
    live.now = moment.now;
    recipe ??= compileRecipe(contract, { seed: String(seed), stream, now, live });
    const index = chooseIndex(fields, recipe.identity, moment.isTaken);
    const row = { ...(recipe.whole?.valueAt(index, 0, index) as Row | undefined) } as Record<string, Json>;
    for (const [name, { valueAt }] of recipe.fields) {
      const value = Object.hasOwn(fields, name) ? fields[name] : valueAt(index, 0, index);
      if (value !== undefined) row[name] = value;
    }
    return { ...row, ...fields };
  };
}

function compileRecipe(
  contract: Contract,
  { seed, stream, now, live }: { seed: string; stream: string; now: number; live: LiveRow },
): Recipe {
  const environment = { contract, seed, stream, now, live, firstIndex: 0, lastIndex: 0, overrides: new Map() };
  const { root, compile, refer } = createCompiler({ ...environment, pools: poolsOf(contract) }, isMadeWhole(contract));
  if (root.isClosed) {
    const whole = compile(root);
    return { fields: [], identity: digProducer(whole, contract.identity.path), whole };
  }
  const fields = root.propertyNames.flatMap((name) => {
    const node = root.property(name);
    return node === undefined ? [] : [[name, compile(node)] as const];
  });
  return { fields, identity: refer(contract.identity.path, root), whole: undefined };
}

/**
 * The first free index after the taken ones, found in few steps however many are taken. Where free indexes lie between taken
 * ones, any that follows a taken one may be found.
 *
 * @param first - where to begin
 */
export function findFree(first: number, isTaken: (index: number) => boolean): number {
  if (!isTaken(first)) return first;
  let taken = first;
  let free = first + 1;
  for (let step = 1; isTaken(free); step *= 2) {
    taken = free;
    free += step;
  }
  while (free - taken > 1) {
    const middle = Math.floor((free + taken) / 2);
    if (isTaken(middle)) taken = middle;
    else free = middle;
  }
  return free;
}
