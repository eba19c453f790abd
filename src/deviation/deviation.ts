import type { Contract, ErrorCondition } from '../contract/contract.ts';
import type { Provenance } from '../contract/provenance.ts';
import type { MockRequest, MockResponse } from '../mock/message.ts';
import type { World } from '../mock/world.ts';

/** What a deviation is about; the areas of the suite. */
type DeviationArea = 'shape' | 'paging' | 'filters' | 'access' | 'integrity' | 'robustness';

/** Answers requests on the path of a list, as `ListMock.handle` does. */
export type Answerer = (request: MockRequest) => MockResponse | undefined;

/** How the parts that a mock is made of are changed. */
export interface Bends {
  /** What the mock takes for the contract. */
  bendContract?(contract: Contract): Contract;
  /** What the mock takes for its rows and tenants; its contract is bent already. */
  bendWorld?(world: World): World;
}

/** What a deviation finds when it comes between the server and the mock. */
export interface Scene {
  /** As the list should keep it. */
  readonly contract: Contract;
  /** The rows as they are. */
  readonly world: World;
  /** Answers as the mock does, under the deviation's own bends. */
  readonly ask: Answerer;
  /** Makes another mock of the same rows. */
  variant(bends: Bends): Answerer;
  /** The contract's own answer to a condition. */
  fail(condition: ErrorCondition, request: MockRequest): MockResponse;
}

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
