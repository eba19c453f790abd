import type { Contract } from '../contract/contract.ts';

/** Names of what is greased. */
export type GreaseName =
  | 'token-format'
  | 'tie-order'
  | 'short-pages'
  | 'item-fields'
  | 'envelope-fields'
  | 'error-fields'
  | 'enum-values'
  | 'header-case'
  | 'more-headers'
  | 'link-parameters'
  | 'json-spelling'
  | 'media-type';

/** Something that a contract may leave open, and that greased answers do in another way each time. */
export interface Grease {
  readonly name: GreaseName;
  /** What is different, in a sentence without a full stop. */
  readonly summary: string;
  /** Why a client may not depend on it, where it is open. */
  readonly open: string;
  /** Why it stays as it is, where it is not; empty where every contract leaves it open. */
  readonly closed: string;
  /** Whether the contract leaves it open. */
  appliesTo(contract: Contract): boolean;
}
