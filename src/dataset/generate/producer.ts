import type { Json } from '../../contract/contract.ts';

/**
 * A function of the place of a value. `row` is the index of its row. `variant` is what values are chosen by that do not
 * follow from their row: the row's index too, but within an array the number of the array's variant. `element` tells the
 * elements of an array apart; it is 0 outside arrays.
 */
export type At<Value> = (variant: number, element: number, row: number) => Value;

/**
 * Fills an array with what `at` gives for the rows from `first` on, outside arrays. A loop of its own takes a fifth of the
 * time of as many calls.
 */
export type Fill<Target> = (target: Target, first: number) => void;

/** Values that come from a list known in advance. `undefined` in the list: the field is absent. */
export interface Codes {
  readonly values: readonly (Json | undefined)[];
  readonly codeAt: At<number>;
  readonly fill?: Fill<Uint16Array> | undefined;
}

/** Values that compare as numbers; instants as milliseconds, NaN for absent and null. */
export interface Numbers {
  /** `any`: there never is one, so that it goes with both. */
  readonly kind: 'number' | 'instant' | 'any';
  readonly at: At<number>;
  readonly fill?: Fill<Float64Array> | undefined;
}

/** Makes the values of one place in an item. */
export interface Producer {
  /** `undefined` where the field is absent. */
  readonly valueAt: At<Json | undefined>;
  /** Whether a value depends on the row beyond its variant. */
  readonly usesRow: boolean;
  /** Present where the values are few; it may still find that they are too many. */
  readonly codes?: (() => Codes | undefined) | undefined;
  readonly numbers?: Numbers | undefined;
  /** Rows that may hold a text in any mix of upper and lower case, in no order; may name rows that do not exist. */
  readonly rowsHolding?: ((text: string) => readonly number[]) | undefined;
  /** Whether no two rows have the same value. */
  readonly isUnique?: boolean | undefined;
  /** Whether every row has a text, and a later row's comes later. */
  readonly ascends?: boolean | undefined;
}

/** A yes or no that depends on the place. */
export interface Test {
  readonly at: At<boolean>;
  readonly usesRow: boolean;
  /** With 1 for yes and 0 for no. */
  readonly fill?: Fill<Uint8Array> | undefined;
}

/** The most values that still count as few. */
export const FEW = 4096;
