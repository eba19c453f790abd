import type { OpenAPIV3, OpenAPIV3_1 } from 'openapi-types';
import type { Access, ErrorAnswer, ErrorCondition, Field, JsonSchema, Parameter, ValueKind } from './elements.ts';
import type { ItemOperation } from './item-operation.ts';
import type { Json, Pointer } from './json-pointer.ts';

export type {
  Access,
  CheckName,
  CredentialScheme,
  ErrorAnswer,
  ErrorCondition,
  Field,
  FieldPath,
  JsonSchema,
  Parameter,
  ParameterStyle,
  ValueKind,
} from './elements.ts';
export type { Json, Pointer } from './json-pointer.ts';

export type OperatorName = 'equals' | 'in' | 'contains' | 'startsWith' | 'gt' | 'gte' | 'lt' | 'lte' | 'hasKey';

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
  /** The value that means the same as no filter at all: `any`. */
  readonly all?: string;
  /** What the filter is where a request leaves it out; absent: no filter at all. */
  readonly default?: readonly string[];
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
    /** By the name that a client sends, which need not be that of the field; any of them in both directions. */
    readonly fields: ReadonlyMap<string, Field>;
    /** Names that stand for a field in one direction: `newest`. */
    readonly orders: ReadonlyMap<string, OrderKey>;
    /** What joins several fields; absent: one field only. */
    readonly separator?: string;
    readonly unknown: 'ignore' | 'reject';
  };
  /** How a client says which way; absent: by a `-` in front of a field. */
  readonly direction?: OrderDirection;
}

/** The words for ascending and descending. */
export interface OrderDirection {
  /** The parameter that holds one of them; absent: they follow a field (`name desc`). */
  readonly parameter?: string;
  /** What stands between a field and the word; a space by default. */
  readonly after: string;
  readonly ascending: string;
  readonly descending: string;
  /** What the parameter means when a client names a field and leaves it out. */
  readonly usual: 1 | -1;
}

/** What a response says beside its items. */
export type Role =
  | 'items'
  | 'total'
  | 'count'
  | 'pageCount'
  | 'pageNumber'
  | 'position'
  | 'limit'
  | LinkRole
  | 'hasNext'
  | 'hasPrevious'
  | 'isFirst'
  | 'isLast'
  | 'isEmpty'
  | 'remaining'
  | 'firstRow'
  | 'lastRow';

/** The roles that lead to a page. */
export type LinkRole = 'next' | 'previous' | 'first' | 'last' | 'self';

/** Where something stands in a response. */
export type Place =
  | { readonly in: 'body'; readonly pointer: Pointer }
  /** The value of a header. A link in `Link` is the one with the role as its relation (RFC 8288). */
  | { readonly in: 'header'; readonly name: string }
  /** In the entry of a list in the body whose members have the given values: `{ relation: next, url: … }`. */
  | {
      readonly in: 'entry';
      readonly list: Pointer;
      readonly where: Readonly<Record<string, string>>;
      readonly pointer: Pointer;
    };

/** How a response shows where a page is: as an absolute URL, as one from the path on, as a token, as a number. */
export type LinkForm = 'link' | 'relativeLink' | 'token' | 'number';

/** Where things stand in a successful response. */
export interface Envelope {
  readonly roles: ReadonlyMap<Role, Place>;
  /** For each role that leads to a page, how. */
  readonly forms: ReadonlyMap<LinkRole, LinkForm>;
  /**
   * How a response shows a link or token to a page that does not exist. `self`: the next link leads on for ever, behind the
   * last item to a page without items, which leads to itself. `edge`: every page has the tokens of its first and last item, and
   * flags say whether there is something behind them.
   */
  readonly atEnd: 'omitted' | 'null' | 'empty' | 'self' | 'edge';
  /** When a response holds the total, and up to which number it is exact; absent: always, and without a bound. */
  readonly total?: {
    readonly when?: 'firstPage' | { readonly parameter: string; readonly value: string };
    readonly cap?: number;
  };
  /** The number of the first row of all; absent: no response says the numbers of rows. */
  readonly rowBase?: number;
  /** Values made afresh for every response, errors included. */
  readonly fresh: readonly { readonly pointer: Pointer; readonly format: 'uuid' }[];
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
  /** Its path template: `/billing/sites/{siteId}/customers`. */
  readonly path: string;
  /** The method that reads the list. */
  readonly method: 'GET' | 'POST';
  /** The paths of the document's servers, below which the list is served too: `/api/v1`, without a slash at the end. */
  readonly servers: readonly string[];
  readonly trailingSlash: 'strict' | 'ignore' | 'redirect';
  /** Methods that the document declares on the same path, upper case; with GET always HEAD, and the list's own. */
  readonly methods: readonly string[];
  readonly parameters: readonly Parameter[];
  /** The schema of the request body of a list that is read by POST. */
  readonly requestSchema?: JsonSchema;
  /** The status of a page: 200, or the only one of success that the document has. */
  readonly status: number;
  /** Whether any status of success will do, as the document declares none exactly. */
  readonly isAnySuccess: boolean;
  readonly mediaType: string;
  /** The media type as the document has it, which may be a range of several: `application/*`. */
  readonly mediaRange: string;
  /** Headers of a successful response that always have the same value. */
  readonly headers: readonly (readonly [name: string, value: string])[];
  /** The schema of a successful body, and of an item in it. */
  readonly bodySchema: JsonSchema;
  readonly itemSchema: JsonSchema;
  /** Schemas of fields that filters know and responses do not show. */
  readonly hidden: Readonly<Record<string, JsonSchema>>;
  /** Schemas of every documented response, by status. */
  readonly responseSchemas: ReadonlyMap<number, JsonSchema>;
  /** Schemas of the responses with other statuses: by `4XX`, `5XX` and `default`. */
  readonly otherResponseSchemas: ReadonlyMap<string, JsonSchema>;
  readonly envelope: Envelope;
  readonly identity: Field;
  readonly order: Order;
  readonly access: Access;
  readonly page: Page;
  readonly filters: readonly Filter[];
  readonly query: QuerySyntax;
  readonly errors: ReadonlyMap<ErrorCondition, ErrorAnswer>;
  /** What the document's own responses answer to conditions of which the block says nothing. */
  readonly usualErrors: ReadonlyMap<ErrorCondition, ErrorAnswer>;
  /** Wording by JSON Schema keyword, in the order in which rules are checked. */
  readonly messages: ReadonlyMap<string, string>;
  readonly moves: ReadonlyMap<string, Move>;
  /** `known`: its path is below that of a row of another list, which has to be there; absent: any will do. */
  readonly parent?: 'known';
  /** Operations of the document on single rows of the list. */
  readonly operations: readonly ItemOperation[];
  /** Where an entry of the block comes from; `path` is its place in the block: `['page', 'limit']`. */
  provenanceOf(path: readonly string[]): Located<Provenance>;
}

/** What becomes of a page size outside its bounds. */
export type OutOfRange = 'reject' | 'clamp' | 'default';

/** How many rows a page holds. */
export interface Limit {
  /** The parameter by which a client chooses; absent: all pages are of the default size. */
  readonly parameter?: string;
  /** The parameter for pages that end before a position, where that is one of its own. */
  readonly backward?: string;
  readonly default: number;
  readonly minimum: number;
  readonly maximum: number;
  /** The only sizes that there are, ascending; absent: all between the bounds. */
  readonly sizes?: readonly number[];
  readonly above: OutOfRange;
  readonly below: OutOfRange;
  readonly malformed: OutOfRange;
}

/** How the position of a page is sealed in a token. */
export interface TokenPolicy {
  /** The text around the sealed key, by direction; `{key}` stands for the key itself. Absent: the key alone. */
  readonly shape?: { readonly forward: string; readonly backward: string };
  readonly encoding: 'base64' | 'none';
  /** Where tokens are integers, how large they may be, and how they are written. */
  readonly integer?: { readonly maximum: number; readonly form: 'number' | 'text' | 'uuid' };
  /** What a token is bound to: used with another value of any of these, it is not valid. */
  readonly boundTo: ReadonlySet<'tenant' | 'scope' | 'filters'>;
  /** How long it stays valid, in milliseconds; absent: for ever. */
  readonly lifetime?: number;
  /** Where the response to an expired token has a fresh one, by which to go on from the same place. */
  readonly renewed?: Pointer;
  /** Whether the document promises that tokens which were altered are rejected; the mock always rejects them. */
  readonly tampering?: 'reject';
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
  /** Its value for the first page, which is sent where the parameter has to be; absent: the first page is that without it. */
  readonly start?: string;
  /** Whether rows that come and go elsewhere never make a walk skip or repeat one, where the contract says so. */
  readonly stable?: boolean;
  /** Another way to say where a page begins, of which responses need not speak. */
  readonly also?: NumberPage | OffsetPage | KeyPage;
}

export interface LinksPage extends PageBase {
  readonly style: 'links';
  /** The whole list is one page, which leads nowhere. */
  readonly isWhole?: true;
  readonly token: TokenPolicy;
  readonly links: LinkPolicy;
}

export interface NumberPage extends PageBase {
  readonly style: 'number';
  /** The number of the first page. */
  readonly first: 0 | 1;
  readonly links: LinkPolicy;
  /** The word that stands for the last page, if there is one. */
  readonly lastWord?: string;
  readonly pastEnd: 'reject' | 'empty';
}

export interface KeysetPage extends PageBase {
  readonly style: 'keyset';
  readonly token: TokenPolicy;
  readonly direction?: { readonly parameter: string; readonly forward: string; readonly backward: string };
  /** The parameter that holds the token before which a page ends. */
  readonly backward?: string;
  /** The field of each item that holds the token of the rows behind it. */
  readonly itemToken?: Field;
  readonly links: LinkPolicy;
}

/** Pages that begin behind a row, which is named by its identity. */
export interface KeyPage extends PageBase {
  readonly style: 'key';
  /** The parameter that names the row before which a page ends. */
  readonly backward?: string;
  readonly links: LinkPolicy;
}

export interface OffsetPage extends PageBase {
  readonly style: 'offset';
  /** The number of the first row. */
  readonly first: 0 | 1;
  readonly pastEnd: 'reject' | 'empty';
  readonly links: LinkPolicy;
}

/** How pages join up. */
export type Page = LinksPage | NumberPage | KeysetPage | KeyPage | OffsetPage;

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
  /** Set where the file says nothing of it. */
  readonly silent?: true;
}
