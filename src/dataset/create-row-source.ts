import type { Contract } from '../contract/contract.ts';
import { PagewrightError } from '../contract/error.ts';
import { buildColumn } from './generate/build-column.ts';
import { checkIdentity, checkOverrides, checkSample } from './generate/check-source.ts';
import { createCompiler } from './generate/create-compiler.ts';
import { parseOverrides } from './generate/parse-overrides.ts';
import { poolsOf } from './generate/pool.ts';
import type { Row, RowSource } from './row-source.ts';

/** What to generate rows from. */
export interface RowSourceOptions {
  readonly contract: Contract;
  /** Decides every value, together with the field's path and the row's index. */
  readonly seed: string | number;
  /** The time at which the data set stands, in milliseconds since 1970. */
  readonly now: number;
  /** How many rows, up to 2^31. */
  readonly size: number;
  /** Hints by field name, in place of those in the schema: `{ state: { const: 'linked' }, 'country/id': 'location.countryCode' }`. */
  readonly overrides?: Readonly<Record<string, unknown>>;
  /** Tells apart the rows of several sources with one seed, such as those of two collections. */
  readonly stream?: string;
  /**
   * The index of the first row; 0 by default. Sources with the same seed and stream continue one another by it: their identities
   * differ. Timelines begin anew with each source.
   */
  readonly firstIndex?: number;
}

/**
 * Rows generated on demand from the schemas of a contract and their `x-faker` hints.
 *
 * @returns a source in which a row depends only on seed, stream and index
 * @throws {PagewrightError} when a hint cannot be followed, fields depend on each other in a circle, an override names no field, or
 *   the made rows do not satisfy the schema
 */
export function createRowSource(options: RowSourceOptions): RowSource {
  const { contract, size, firstIndex = 0 } = options;
  if (!Number.isSafeInteger(size) || size < 0 || size > 2 ** 31) {
    throw new PagewrightError('invalid-size', `size: expected an integer from 0 to 2147483648, not ${size}`);
  }
  const compiler = createCompiler({
    contract,
    seed: String(options.seed),
    stream: options.stream ?? '',
    now: options.now,
    firstIndex,
    lastIndex: firstIndex + Math.max(size - 1, 0),
    overrides: parseOverrides(contract, options.overrides ?? {}),
    pools: poolsOf(contract),
  });
  const item = compiler.compile(compiler.root);
  checkOverrides(compiler);
  if (size > 1) checkIdentity(compiler);
  const source: RowSource = {
    size,
    row: (index) => item.valueAt(firstIndex + index, 0, firstIndex + index) as Row,
    column: (field) => buildColumn(compiler, field, { first: firstIndex, size }),
  };
  checkSample(contract, source);
  return source;
}
