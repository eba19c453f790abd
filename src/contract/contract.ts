import type { OpenAPIV3, OpenAPIV3_1 } from 'openapi-types';
import type { Json, Pointer } from './json-pointer.ts';

export type { Json, Pointer } from './json-pointer.ts';

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

export type OperatorName = 'equals' | 'in' | 'contains' | 'startsWith' | 'gt' | 'gte' | 'lt' | 'lte' | 'hasKey';

/** One parameter of the list operation, as OpenAPI declares it. */
export interface Parameter {
  readonly name: string;
  readonly in: 'query' | 'header' | 'path';
  readonly required: boolean;
  /** Its schema with references resolved; `default`, `minimum`, `maximum` and `enum` are read from here. */
  readonly schema: JsonSchema;
  readonly description?: string;
  /** Whether the document says that it should no longer be sent; absent: it does not. */
  readonly deprecated?: true;
}

/** A filter: the rows whose field stands in the given relation to the parameter's value. */
export interface Filter {
  /** The name in the query string; a `*` in it captures the key that replaces the `*` of `fields`. */
  readonly parameter: string;
  readonly declared?: Parameter;
  /** A row matches when any of these fields does. */
  readonly fields: readonly Field[];
  readonly operator: OperatorName;
  readonly ignoreCase: boolean;
  /** `indexed`: given as `name[0]=a&name[1]=b`, every one of which must hold. */
  readonly serialization: 'plain' | 'indexed' | 'captured';
}

export interface OrderKey {
  readonly field: Field;
  /** 1 ascending, -1 descending. */
  readonly direction: 1 | -1;
}

/** The order of rows; `by` always ends in the identity, so that it is total. */
export interface Order {
  readonly by: readonly OrderKey[];
  /** The parameter by which a client chooses another order, if there is one. */
  readonly parameter?: {
    readonly name: string;
    readonly fields: ReadonlyMap<string, Field>;
    /** What joins several fields; absent: one field only. */
    readonly separator?: string;
    readonly unknown: 'ignore' | 'reject';
  };
}

/** What may stand at a place of the response body. */
export type Role =
  | 'items'
  | 'total'
  | 'pageCount'
  | 'pageNumber'
  | 'position'
  | 'limit'
  | 'next'
  | 'previous'
  | 'first'
  | 'last'
  | 'hasNext'
  | 'hasPrevious';

/** Where things stand in a successful response. */
export interface Envelope {
  readonly roles: ReadonlyMap<Role, Pointer>;
  /** How a response shows a link or token to a page that does not exist. */
  readonly atEnd: 'omitted' | 'null' | 'empty';
  /** Values made afresh for every response, errors included. */
  readonly fresh: readonly { readonly pointer: Pointer; readonly format: 'uuid' }[];
}

export type CheckName = 'authentication' | 'version' | 'authorization' | 'query' | 'position';

/** One security scheme that a request must satisfy. */
export interface CredentialScheme {
  /** Its name among the document's security schemes. */
  readonly name: string;
  /** The header that carries it, lower case. */
  readonly header: string;
  /** The word before the credential (`Bearer`); absent: the header holds the credential alone. */
  readonly word?: string;
}

/** Who may list what. */
export interface Access {
  /** The order in which a request is checked; the first failure answers. */
  readonly checks: readonly CheckName[];
  /** All of these are required together; empty: public. */
  readonly credentials: readonly CredentialScheme[];
  /** Scopes that the credential must hold. */
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

/** How the text of a query is read. */
export interface QuerySyntax {
  readonly unknown: 'ignore' | 'reject';
  /** What counts when a parameter is given more than once. */
  readonly repeated: 'first' | 'last' | 'reject';
  /** Whether `name=` is a value, or as good as absent. */
  readonly empty: 'value' | 'ignore';
  /** Which spellings of an integer are understood. */
  readonly integers: 'decimal' | 'python' | 'javascript';
  readonly instants: { readonly withoutZone: 'utc' | 'reject'; readonly withoutTime: 'midnight' | 'reject' };
}

/** The time of a move plus a duration in milliseconds, written as values of the field are. */
export interface MoveTime {
  readonly now: number;
  readonly kind: ValueKind;
}

/** A named change of rows, such as an invitation that is accepted. */
export interface Move {
  readonly name: string;
  /** Whether it makes a new row. */
  readonly creates: boolean;
  /** What the row must hold before. */
  readonly from: Readonly<Record<string, readonly Json[]>>;
  readonly set: Readonly<Record<string, Json>>;
  readonly setTimes: Readonly<Record<string, MoveTime>>;
  readonly unset: readonly string[];
}

/**
 * One list endpoint, compiled from its OpenAPI document and the `x-pagewright` block of its operation.
 * Everything that the mock and the suite know of an API is in here.
 */
export interface Contract {
  readonly id: ContractId;
  readonly title: string;
  /** The file that it was read from. */
  readonly file: string;
  /** The OpenAPI document as it was read. */
  readonly document: OpenAPIV3.Document | OpenAPIV3_1.Document;
  /** Its path template, `/billing/sites/{siteId}/customers`, and the template's segments. */
  readonly path: string;
  readonly trailingSlash: 'strict' | 'ignore' | 'redirect';
  /** Methods that the document declares on the same path, upper case; always with GET and HEAD. */
  readonly methods: readonly string[];
  readonly parameters: readonly Parameter[];
  readonly mediaType: string;
  /** Headers of a successful response that always have the same value. */
  readonly headers: readonly (readonly [name: string, value: string])[];
  /** The schema of a successful body, and of an item in it. */
  readonly bodySchema: JsonSchema;
  readonly itemSchema: JsonSchema;
  /** Schemas of fields that filters know and responses do not show. */
  readonly hidden: Readonly<Record<string, JsonSchema>>;
  /** Schemas of every documented response, by status. */
  readonly responseSchemas: ReadonlyMap<number, JsonSchema>;
  readonly envelope: Envelope;
  readonly identity: Field;
  readonly order: Order;
  readonly access: Access;
  readonly page: Page;
  readonly filters: readonly Filter[];
  readonly query: QuerySyntax;
  readonly errors: ReadonlyMap<ErrorCondition, ErrorAnswer>;
  /** Wording by JSON Schema keyword, in the order in which rules are checked. */
  readonly messages: ReadonlyMap<string, string>;
  readonly moves: ReadonlyMap<string, Move>;
  /** Where an entry of the block comes from; `path` is its place in the block: `['page', 'limit']`. */
  provenanceOf(path: readonly string[]): Located<Provenance>;
}

/** What becomes of a page size outside its bounds. */
export type OutOfRange = 'reject' | 'clamp' | 'default';

/** The page-size parameter. */
export interface Limit {
  readonly parameter: string;
  readonly default: number;
  readonly minimum: number;
  readonly maximum: number;
  readonly above: OutOfRange;
  readonly below: OutOfRange;
  readonly malformed: OutOfRange;
}

/** How the position of a page is sealed in a token. */
export interface TokenPolicy {
  /** The text around the sealed key, by direction; `{key}` stands for the key itself. Absent: the key alone. */
  readonly shape?: { readonly forward: string; readonly backward: string };
  readonly encoding: 'base64' | 'none';
  /** What a token is bound to: used with another value of any of these, it is not valid. */
  readonly boundTo: ReadonlySet<'tenant' | 'scope' | 'filters'>;
  /** How long it stays valid, in milliseconds; absent: for ever. */
  readonly lifetime?: number;
}

/** How the links of a response are built from the request's URL. */
export interface LinkPolicy {
  /** Which of the request's parameters a link repeats. */
  readonly keep: 'all' | 'declared';
  readonly parameterOrder: 'sorted' | 'asSent';
  readonly encoding: 'percent' | 'form';
  /** Whether a link to the first page names its position. */
  readonly firstPosition: 'omitted' | 'stated';
}

interface PageBase {
  readonly limit: Limit;
  /** The parameter that says where the page begins. */
  readonly position: string;
}

export interface LinksPage extends PageBase {
  readonly style: 'links';
  readonly token: TokenPolicy;
  readonly links: LinkPolicy;
}

export interface NumberPage extends PageBase {
  readonly style: 'number';
  readonly links: LinkPolicy;
  /** The word that stands for the last page, if there is one. */
  readonly lastWord?: string;
  readonly pastEnd: 'reject' | 'empty';
}

export interface KeysetPage extends PageBase {
  readonly style: 'keyset';
  readonly token: TokenPolicy;
  readonly direction?: { readonly parameter: string; readonly forward: string; readonly backward: string };
}

export interface OffsetPage extends PageBase {
  readonly style: 'offset';
  readonly pastEnd: 'reject' | 'empty';
}

/** How pages join up. */
export type Page = LinksPage | NumberPage | KeysetPage | OffsetPage;

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
  /** The name of the example in the document. */
  readonly example: string;
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
