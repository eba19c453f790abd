import type { Contract, Provenance } from '../../contract/contract.ts';
import type { ListMockOptions } from '../../mock/list.ts';
import { type Alteration, type AlteredList, alterList } from '../engine.ts';

/** What a deviation is about; the areas of the suite. */
type DeviationArea = 'shape' | 'paging' | 'filters' | 'access' | 'integrity' | 'robustness';

/**
 * A way in which a list differs from the plain mock, to try a suite or a client with: a realistic bug, or a variant that the
 * contract allows.
 */
export interface Deviation extends Alteration {
  /** In kebab-case: `ties-lost`. */
  readonly name: string;
  /** In a sentence, without a full stop. */
  readonly summary: string;
  readonly area: DeviationArea;
  /** What it takes to see it, beside requests: rows that change between two pages, or an independent list of them. */
  readonly needs?: 'changes' | 'oracle';
  /** How binding the rule is that it breaks; absent: it breaks none, and is a variant. */
  breaks?(contract: Contract): Provenance;
  /** Whether a list of the contract can differ in this way at all. */
  appliesTo(contract: Contract): boolean;
  /** The rows in which it shows, where those of `demo` are too few or too plain. */
  readonly rows?: { readonly scenario: 'awkward' | 'large'; readonly size?: number };
  /** The alterations of one list, for a deviation that is made of others such as grease. */
  compose?(contract: Contract): readonly Alteration[];
}

/** The alterations that make a list of a contract deviate: none where the deviation does not apply. */
export function alterationsOf(deviation: Deviation, contract: Contract): readonly Alteration[] {
  if (!deviation.appliesTo(contract)) return [];
  return deviation.compose?.(contract) ?? [deviation];
}

/** Makes the mock of a list that deviates from its contract. @param options - of the mock, as `createListMock` takes them */
export function createDeviantList(deviation: Deviation, options: ListMockOptions): AlteredList {
  return alterList(options, alterationsOf(deviation, options.state.contract));
}
