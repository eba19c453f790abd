/** The short name of a contract: its file's name without the extension. */
export type ContractId = string;

/**
 * Where a statement of a contract comes from. `documented`: the vendor's document says so. `inferred`: its examples, or
 * the framework that it is plainly built on, say so. `chosen`: something had to be picked.
 */
export type Provenance = 'documented' | 'inferred' | 'chosen';

/** A mark, with the document and section that it rests on where the contract file names them. */
export interface Located<Mark> {
  readonly mark: Mark;
  readonly source?: string;
}
