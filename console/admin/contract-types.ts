// What the admin API sends and takes, as `src/server/admin/openapi.yaml` describes it: only what the console uses.

export type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json };
export type JsonObject = { readonly [name: string]: Json };
export type Headers = Readonly<Record<string, string>>;

/** Where a statement of a contract comes from. */
export type Provenance = 'documented' | 'inferred' | 'chosen';

export interface Health {
  readonly status: 'ok';
  readonly version: string;
  /** Seconds since the process began: less than before means that it was restarted. */
  readonly uptime: number;
  readonly contracts: readonly string[];
  readonly sessions: number;
}

/** `GET /contracts`, `GET /contracts/{id}`. */
export interface ContractDescription {
  readonly id: string;
  readonly title: string;
  readonly style: 'links' | 'number' | 'keyset' | 'key' | 'offset';
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly url: string;
  readonly headers: Headers;
  readonly body?: string;
  readonly scenario: string;
  /** Absent until they are made: of lists that are guessed, with the first request. */
  readonly rows?: number;
  readonly collections: readonly { readonly name: string; readonly tenant: string; readonly rows?: number }[];
  readonly credentials: readonly Credential[];
  readonly moves: readonly string[];
}

export interface Credential {
  readonly as: string;
  readonly tenant: string;
  readonly headers: Headers;
}

/** `GET /contracts/{id}/model`: what the contract says, for forms, columns and explanations. */
export interface ContractModel {
  readonly id: string;
  readonly identity: string;
  readonly page: {
    readonly style: ContractDescription['style'];
    readonly position: string;
    /** The number of the first page or row, where they are counted. */
    readonly first?: number;
    /** How long a token or link stays valid, in milliseconds. */
    readonly lifetimeMs?: number;
  };
  readonly size: {
    /** Absent: a client cannot choose. */
    readonly parameter?: string;
    readonly default: number;
    readonly minimum: number;
    readonly maximum: number;
    readonly sizes?: readonly number[];
  };
  readonly order: {
    readonly by: readonly { readonly field: string; readonly direction: 'ascending' | 'descending' }[];
    /** The parameter by which a client chooses another, with values that it may have. */
    readonly parameter?: { readonly name: string; readonly values: readonly string[]; readonly separator?: string };
  };
  /** Position and size first, then order, filters, all others; credentials are none of them. */
  readonly parameters: readonly ModelParameter[];
  /** The schema of a row; references in it lead to its own `$defs`. */
  readonly item: JsonObject;
  /** Fields of a row that are worth a column, the identity first, as JSON Pointers. */
  readonly columns: readonly string[];
  readonly moves: readonly {
    readonly name: string;
    readonly creates: boolean;
    /** What the row has to hold before, by field. */
    readonly from: Readonly<Record<string, readonly Json[]>>;
  }[];
  readonly statements: readonly Statement[];
}

export interface ModelParameter {
  readonly name: string;
  readonly in: 'query' | 'path' | 'header' | 'body' | 'cookie';
  readonly role: 'position' | 'size' | 'order' | 'direction' | 'filter' | 'scope' | 'version' | 'other';
  readonly required: boolean;
  readonly description?: string;
  readonly schema: JsonObject;
  /** Of a filter, how it relates the field and the value, in words: `equals`, `contains, any case`. */
  readonly operator?: string;
  readonly provenance: Provenance;
  readonly source?: string;
}

/** Something that the contract says, beside its parameters. */
export interface Statement {
  /** A parameter's name, or `order`, `pages`, `token`, `total`, `links`, `errors`, `access`, `moving-rows`. */
  readonly about: string;
  readonly title: string;
  /** In one or two sentences. */
  readonly text: string;
  readonly provenance: Provenance;
  readonly source?: string;
}

/** A row at its place in what a request selects; places count from 1. */
export interface PlacedRow {
  readonly place: number;
  readonly identity: string;
  readonly row: JsonObject;
}

/** `GET /contracts/{id}/view?query&as&tenant&collection&exchange&offset&limit`: the list that a request selects, as it is now. */
export interface View {
  readonly total: number;
  readonly rows: readonly PlacedRow[];
  /** Runs of rows, within the rows shown, that the order cannot tell apart but for their identity. */
  readonly ties: readonly { readonly from: number; readonly to: number }[];
}

/** `GET /journal/{id}/page`: what the response of an exchange has of a list. */
export interface PageOfExchange {
  readonly rows: readonly { readonly identity: string; readonly row: JsonObject }[];
  readonly total?: number;
  /** Requests by which a client goes on from here, by the contract's own means. */
  readonly neighbours: Readonly<Partial<Record<NeighbourRole, Neighbour>>>;
  /** Whose credential the request carried; absent: none that is known. */
  readonly caller?: { readonly as: string; readonly tenant: string };
}

export type NeighbourRole = 'next' | 'previous' | 'first' | 'last';

/** A request for a page beside another one; all that it does not name is as it was. */
interface Neighbour {
  /** Without credentials; of a list that is read by POST, with the parameters of its body. */
  readonly query: string;
}

/** `POST /contracts/{id}/places {query?, as?, tenant?, collection?, identities}`. */
export interface Place {
  readonly identity: string;
  /** Absent: it is not in the list now. */
  readonly place?: number;
}
