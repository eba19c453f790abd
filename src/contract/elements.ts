import type { Json, Pointer } from './json-pointer.ts';

/** A JSON Schema (2020-12) as plain data, references resolved. */
export type JsonSchema = { readonly [keyword: string]: unknown };

/**
 * A path to a value within one item: segments, where `*` stands for any element of an array or any value of a map.
 * `contracts/*\/plan_id` in a contract file is `['contracts', '*', 'plan_id']` here; a key that is an asterisk is `~*`.
 */
export type FieldPath = readonly string[];

/** How the values of a field compare: instants are compared as points in time however they are spelled. */
export type ValueKind = 'string' | 'number' | 'boolean' | 'instant';

/** A field of an item, with what its schema says of its values. */
export interface Field {
  /** As written in the contract file: `country/id`. Unique key of the field within a contract. */
  readonly name: string;
  readonly path: FieldPath;
  readonly kind: ValueKind;
  readonly schema: JsonSchema;
}

/** How the values of an array or object are written into a parameter, as OpenAPI names it. */
export type ParameterStyle =
  | 'form'
  | 'spaceDelimited'
  | 'pipeDelimited'
  | 'deepObject'
  | 'simple'
  | 'label'
  | 'matrix'
  | 'json';

/**
 * One parameter of the list operation, as OpenAPI declares it. A property of an object parameter is a parameter of its own
 * under the name that it is sent by (`page[size]`), and so is a property of the request body, under its path in it
 * (`options/cursor`).
 */
export interface Parameter {
  readonly name: string;
  readonly in: 'query' | 'header' | 'path' | 'cookie' | 'body';
  readonly style: ParameterStyle;
  /** Whether each element of an array is sent for itself: `?status=a&status=b`. */
  readonly explode: boolean;
  readonly required: boolean;
  /** Its schema with references resolved; `default`, `minimum`, `maximum` and `enum` are read from here. */
  readonly schema: JsonSchema;
  readonly description?: string;
  /** Whether the document says that it should no longer be sent; absent: it does not. */
  readonly deprecated?: true;
}

export type CheckName = 'authentication' | 'version' | 'authorization' | 'query' | 'position';

/** One security scheme that a request must satisfy. */
export interface CredentialScheme {
  /** Its name among the document's security schemes. */
  readonly name: string;
  readonly in: 'header' | 'query' | 'cookie';
  /** The name of the header (lower case), query parameter or cookie that carries it. */
  readonly parameter: string;
  /** The word before the credential (`Bearer`); absent: the header holds the credential alone. */
  readonly word?: string;
  /** Whether case matters in the word. HTTP says that it does not (RFC 9110, section 11.1). */
  readonly caseSensitive: boolean;
  /** What the credential must be allowed to do. */
  readonly scopes: readonly string[];
}

/** Who may list what. */
export interface Access {
  /** The order in which a request is checked; the first failure answers. */
  readonly checks: readonly CheckName[];
  /**
   * Alternatives: the schemes of one of the lists are required, all of them together. None: public. An empty list among
   * them: who sends no credential is let in too.
   */
  readonly credentials: readonly (readonly CredentialScheme[])[];
  /** All scopes that the schemes name, which a credential for everything holds. */
  readonly requiredScopes: readonly string[];
  /** The path or header parameter whose value names the collection of rows; tenants own collections. Absent: one per tenant. */
  readonly scope?: Parameter;
  /** A header whose boolean value selects rows by a field of theirs. */
  readonly partition?: { readonly parameter: Parameter; readonly field: Field };
  /** A required header with known and retired values. */
  readonly version?: {
    readonly parameter: Parameter;
    readonly known: readonly string[];
    readonly retired: readonly string[];
  };
}

/** What can go wrong with a request. */
export type ErrorCondition =
  | 'unauthenticated'
  | 'missingCredential'
  | 'emptyCredential'
  | 'malformedCredential'
  | 'invalidCredential'
  | 'expiredCredential'
  | 'forbidden'
  | 'insufficientScope'
  | 'foreignScope'
  | 'missingScope'
  | 'missingVersion'
  | 'unsupportedVersion'
  | 'retiredVersion'
  | 'invalidParameter'
  | 'invalidPosition'
  | 'expiredPosition'
  | 'invalidBackwardPosition'
  | 'notFound'
  | 'methodNotAllowed'
  | 'rateLimited';

/** The answer to one condition. */
export interface ErrorAnswer {
  readonly condition: ErrorCondition;
  readonly status: number;
  /** The name of the example in the document; absent: its only one, or a body made from the schema. */
  readonly example?: string;
  readonly mediaType: string;
  readonly headers: readonly (readonly [name: string, value: string])[];
  /** The example's value. */
  readonly body: Json;
  /** Texts to fill in, with `{method}`, `{path}`, `{parameter}`, `{message}`, `{retryAfter}` replaced. */
  readonly fill: readonly { readonly pointer: Pointer; readonly text: string }[];
  /** The parts of the example that are the same in every implementation; absent: all of it. */
  readonly fixed?: readonly Pointer[];
  /** Where the vendor lists one entry for each violation. */
  readonly violations?: {
    readonly in: Pointer;
    readonly as: 'list' | 'map';
    /** In each entry of a list, where its wording stands; absent: the entry is the wording. */
    readonly message?: Pointer;
    readonly parameter?: Pointer;
    /** `rule`: an entry for each broken rule; `parameter`: for each parameter, the first rule that it breaks. */
    readonly per: 'parameter' | 'rule';
  };
}
