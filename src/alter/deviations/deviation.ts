import type { Contract, Provenance } from '../../contract/contract.ts';

import type { Answerer, Bends, Scene } from '../engine.ts';

/** What a deviation is about; the areas of the suite. */
type DeviationArea = 'shape' | 'paging' | 'filters' | 'access' | 'integrity' | 'robustness';

/**
 * A way in which a list differs from the plain mock, to try a suite or a client with: a realistic bug, or a variation that the
 * contract allows. It changes what the mock is made of, or comes between the server and the mock, or both.
 */
export interface Deviation extends Bends {
  /** In kebab-case: `ties-lost`. */
  readonly name: string;
  /** In a sentence, without a full stop. */
  readonly summary: string;
  readonly area: DeviationArea;
  /** How binding the rule is that it breaks; absent: it breaks none, and is a variation. */
  breaks?(contract: Contract): Provenance;
  /** Whether a list of the contract can differ in this way at all. */
  appliesTo(contract: Contract): boolean;
  /** Comes between the server and the mock. */
  wrap?(scene: Scene): Answerer;
}
