import type { Access, ErrorAnswer, Field, JsonSchema, Parameter } from './elements.ts';
import type { Pointer } from './json-pointer.ts';

/** What an operation does to the rows of a list. */
export type ItemOperationKind = 'create' | 'read' | 'replace' | 'update' | 'delete' | 'move';

/** An operation of the document that acts on one row of a list: `POST /things`, `DELETE /things/{id}`. */
export interface ItemOperation {
  readonly kind: ItemOperationKind;
  /** The move of the lifecycle that it makes; of an operation that creates, the one that brings rows into being. */
  readonly move?: string;
  /** Upper case. */
  readonly method: string;
  /** Its path template. */
  readonly path: string;
  readonly operationId?: string;
  /** Where a request says which row it is about; absent for what creates one. */
  readonly identity?: {
    readonly in: 'path' | 'query' | 'body';
    readonly name: string;
    /** The field whose value it holds; absent: the identity of rows. */
    readonly field?: Field;
  };
  readonly parameters: readonly Parameter[];
  /** Who may do it: by its own security requirement, with the tenants and scopes of the list. */
  readonly access: Access;
  /** Which of the access's scope parameters a request may leave out, since the operation does not declare it. */
  readonly isScopeOptional: boolean;
  /** Where in a row the item stands that the operation shows; the root, but for lists of edges: `node`. */
  readonly entity: Pointer;
  /** Absent: what a request sends as its body means nothing. */
  readonly body?: ItemBody;
  readonly success: ItemSuccess;
  /** How a replacement is answered that creates the row; absent: an unknown row is not created. */
  readonly created?: ItemSuccess;
  /** The document's answers to what is wrong with a request, by status. */
  readonly errors: ReadonlyMap<number, ItemError>;
}

/** What a request may send. */
export interface ItemBody {
  readonly required: boolean;
  readonly media: readonly ItemMedia[];
}

/** One media type of a body, and where in it the item stands. */
export interface ItemMedia {
  /** As the document has it, without parameters, lower case: `application/json`, `application/*`. */
  readonly type: string;
  /** Of the whole body; `{}` where nothing is said of it. */
  readonly schema: JsonSchema;
  readonly item: Pointer;
  /** Of the item in it. */
  readonly itemSchema: JsonSchema;
  /** Whether the item has the very schema that a response has, so that what only a server knows is required in it too. */
  readonly isShared: boolean;
}

/** A response of success. */
export interface ItemSuccess {
  readonly status: number;
  /** Absent: it has no body. */
  readonly content?: {
    readonly mediaType: string;
    readonly schema: JsonSchema;
    /** Where the item stands; absent: the body shows no item, but says that something was done. */
    readonly item?: Pointer;
  };
  /** Headers that always have the same value. */
  readonly headers: readonly (readonly [name: string, value: string])[];
  /** Whether it says in `Location` where the row is. */
  readonly hasLocation: boolean;
}

/** A response to what is wrong with a request. */
export interface ItemError {
  readonly answer: ErrorAnswer;
  /** Whether the document declares this very status, rather than its class or a default. */
  readonly isExact: boolean;
  /** Whether the list answers the status with the same response, so that what its block says of it holds here too. */
  readonly isShared: boolean;
  /** Of which the body is made, where the document has no example. */
  readonly schema?: JsonSchema;
}
