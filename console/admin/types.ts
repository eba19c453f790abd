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
  readonly rows: number;
  readonly collections: readonly { readonly name: string; readonly tenant: string; readonly rows: number }[];
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
  readonly in: 'query' | 'path' | 'header' | 'body';
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
export interface Neighbour {
  /** Without credentials; of a list that is read by POST, with the parameters of its body. */
  readonly query: string;
}

/** `POST /contracts/{id}/places {query?, as?, tenant?, collection?, identities}`. */
export interface Place {
  readonly identity: string;
  /** Absent: it is not in the list now. */
  readonly place?: number;
}

/** `GET /journal`, `/journal/stream` (event `exchange`), `/journal/{id}`. */
export interface Exchange {
  readonly id: number;
  readonly contract?: string;
  readonly at: string;
  readonly clock: string;
  readonly durationMs: number;
  readonly connection?: number;
  readonly isAborted?: true;
  readonly faults?: readonly string[];
  /** Who asked, where the request said so: `console`. Such requests are no part of the audit. */
  readonly by?: string;
  readonly request: {
    readonly method: string;
    readonly url: string;
    readonly headers: Headers;
    readonly body?: string;
  };
  readonly response?: { readonly status: number; readonly headers: Headers; readonly body: string };
}

/**
 * `GET /windows?contract&since&walk`, and in the stream (event `window`): where the page of an exchange lay. Kept for longer than
 * bodies. Recording begins with the first call for it.
 */
export interface Window {
  readonly exchange: number;
  readonly contract: string;
  readonly at: string;
  readonly by?: string;
  readonly status: number;
  readonly durationMs: number;
  /** The request's own query string, without credentials. */
  readonly query: string;
  readonly count: number;
  readonly total?: number;
  /** Places in the selected list of then, from 1; absent where there were no rows. */
  readonly first?: number;
  readonly last?: number;
  /** Identities of the rows, in their order; empty once too many others came after it. */
  readonly identities: readonly string[];
  /** Whether the page begins or ends amid rows that the order cannot tell apart. */
  readonly tieBefore?: true;
  readonly tieAfter?: true;
  /** When its token or links expire, on the session's clock. */
  readonly validUntil?: string;
}

/** `GET /walks?contract&since&limit`: how requests belong together. The latest hundred by default. */
export interface WalkSummary {
  readonly walk: number;
  readonly contract: string;
  readonly by?: string;
  /** Ids of its exchanges, in their order. */
  readonly exchanges: readonly number[];
  readonly startedAt: string;
  /** What its first request asks for beside position and size: filters and order. */
  readonly query: string;
  /** The collection that it reads, by which its list is viewed; absent: its requests are rejected. */
  readonly collection?: string;
  /**
   * Different rows that it has read; those of them that it read more than once; rows of the list of now that it has not read, but for
   * those that were added since; and how many the list has now.
   */
  readonly rows: { readonly read: number; readonly twice: number; readonly never: number; readonly total: number };
  /** Whether it began with the first page and came to one that said that it is the last. */
  readonly isComplete: boolean;
  /** The walk that it goes on with something changed, such as a filter that was lost. */
  readonly alters?: number;
}

/** `GET /walks/{walk}/coverage?from&to&buckets`: the list of now, cut into as many parts. */
export interface Coverage {
  readonly total: number;
  readonly from: number;
  readonly to: number;
  /** For each bucket how many of its rows were read once, more often, never, and never but added after the walk began. */
  readonly buckets: readonly (readonly [once: number, twice: number, never: number, added: number])[];
  /**
   * Rows that were read twice or passed over, with their places now: the first hundred between from and to, and how many there are. Of
   * a row that was passed over, the exchanges are those that read the rows beside it.
   */
  readonly troubles: readonly {
    readonly kind: 'twice' | 'never';
    readonly place: number;
    readonly identity: string;
    readonly exchanges: readonly number[];
  }[];
  readonly troubleCount: number;
  /** Rows that were read and are gone, with the places that they would have now: the first hundred, and how many there are. */
  readonly removed: readonly { readonly identity: string; readonly place: number; readonly exchange: number }[];
  readonly removedCount: number;
}

/** `GET /changes?since`, and in the stream (event `change`, again when it is taken back). Recording begins with the first call. `POST /changes/undo` takes the newest back that can be. */
export interface Change {
  readonly id: number;
  readonly at: string;
  readonly kind:
    | 'row-added'
    | 'row-changed'
    | 'row-removed'
    | 'moved'
    | 'clock'
    | 'scenario'
    | 'fault'
    | 'grease'
    | 'deviation'
    | 'reset'
    | 'restore';
  /** In a few words: `SYD-00001: invited to linked`. */
  readonly summary: string;
  readonly contract?: string;
  readonly collection?: string;
  readonly identity?: string;
  /** In the contract's own order, before and after. */
  readonly placeBefore?: number;
  readonly placeAfter?: number;
  /** Whether an API client did it rather than whoever controls the mock. */
  readonly byClient?: true;
  /** The id of the exchange after which it was; 0: before all of them. */
  readonly exchange: number;
  /** Whether it is taken back once all later ones are. */
  readonly canBeUndone: boolean;
  readonly isUndone?: true;
}

/** `GET /clock`, `POST /clock`. */
export interface Clock {
  readonly now: string;
  readonly runs: boolean;
  /** By the id of the contract; they differ where scenarios stand at different times. */
  readonly contracts: Readonly<Record<string, string>>;
  /** Moments to come on which something depends, the nearest first. */
  readonly ahead: readonly { readonly at: string; readonly what: string; readonly contract: string }[];
}

export interface Judgement {
  readonly verdict: 'allowed' | 'not-allowed' | 'not-applicable';
  readonly breaks: Provenance | 'nothing';
  readonly reason: string;
}

export interface FaultKind {
  readonly kind: string;
  readonly summary: string;
  readonly parameters: Readonly<Record<string, string>>;
  readonly contracts: Readonly<Record<string, Judgement>>;
}

export type ActiveFault = {
  readonly id: string;
  readonly kind: string;
  readonly struck: number;
  readonly remaining?: number;
} & JsonObject;

/** `GET /grease`; `PUT` takes seed and features, `DELETE` turns it off. */
export interface Grease {
  readonly isOn: boolean;
  readonly seed?: string;
  /** Absent: all that apply. */
  readonly features?: readonly string[];
}

/** `GET /grease-kinds`: what a contract leaves open. */
export interface GreaseFeature {
  readonly contract: string;
  readonly name: string;
  readonly summary: string;
  readonly applies: boolean;
  readonly reason: string;
}

/** `GET /deviations`; `PUT /deviations/{name}` pretends that the API has the bug, `DELETE` ends it. One at a time. */
export interface DeviationKind {
  readonly name: string;
  readonly summary: string;
  readonly isOn: boolean;
  readonly contracts: Readonly<Record<string, Judgement>>;
}

/** `GET /holds`; `POST /holds {contract?, times?}` holds the next requests; `DELETE /holds` stops that and answers all. */
export interface Holds {
  /** How many of the next requests are to be held. */
  readonly next: number;
  readonly held: readonly HeldRequest[];
}

/** In the stream, too (event `hold`, with `isHeld`). `POST /holds/{id}/answer {fault?}`. */
export interface HeldRequest {
  readonly id: string;
  readonly contract?: string;
  readonly at: string;
  readonly method: string;
  /** Path and query. */
  readonly target: string;
}

/**
 * `POST /checks`, `GET /checks`, `GET /checks/{id}`; `DELETE` stops it; `…/stream` has events `result` (`Decision`), `progress` and `end`;
 * `…/report?form=html|markdown|junit`.
 */
export interface CheckRun {
  readonly id: number;
  readonly state: 'running' | 'done' | 'stopped' | 'failed';
  readonly contract: string;
  readonly target: string;
  /** Whether it is the session itself. */
  readonly isOwn: boolean;
  readonly profile: 'whole' | 'quick';
  readonly scenario?: string;
  readonly deviation?: string;
  readonly startedAt: string;
  readonly durationMs: number;
  readonly requests: number;
  readonly maxRequests: number;
  readonly areas: readonly CheckArea[];
  /** What is being looked at. */
  readonly asking?: string;
  /** The last request: `GET http://…`. */
  readonly request?: string;
  readonly verdict?: Report['verdict'];
  /** Why it could not be run, or ended early. */
  readonly message?: string;
  readonly report?: Report;
}

/** How many requirements an area has, and how they were decided. */
export interface CheckArea {
  readonly area: string;
  readonly of: number;
  readonly done: number;
  readonly passed: number;
  readonly violations: number;
  readonly warnings: number;
  readonly open: number;
}

export interface CheckStart {
  readonly contract: string;
  /** Absent: this mock, in this session. */
  readonly baseUrl?: string;
  readonly headers?: Headers;
  readonly query?: Headers;
  readonly parameters?: Headers;
  readonly foreignParameters?: Headers;
  readonly roles?: Readonly<Record<string, Headers>>;
  readonly only?: readonly string[];
  readonly profile?: 'whole' | 'quick';
  readonly seed?: number;
}

/** A requirement that was decided. */
export type Decision = Pick<Result, 'id' | 'title' | 'level' | 'verdict' | 'reason' | 'area'>;

/** `GET /checks/{id}/difference/{from}`. */
export interface CheckDifference {
  readonly regressed: boolean;
  readonly newlyFailing: readonly VerdictChange[];
  readonly fixed: readonly VerdictChange[];
  readonly changed: readonly VerdictChange[];
  readonly added: readonly Decision[];
  readonly removed: readonly Decision[];
  readonly stillFailing: readonly Decision[];
  readonly unchanged: number;
}

export interface VerdictChange extends Decision {
  readonly before: Verdict;
}

export type Verdict = 'pass' | 'fail' | 'warn' | 'note' | 'inconclusive' | 'notApplicable' | 'waived' | 'error';

export interface Evidence {
  readonly demand: string;
  readonly expected?: Json;
  readonly received?: Json;
  readonly exchanges: readonly {
    readonly method: string;
    readonly url: string;
    readonly status: number;
    readonly body: string;
    readonly id?: number;
  }[];
  readonly curl: readonly string[];
  /** Of an audit: their ids in the journal, in their order; the last one breaks the rule. */
  readonly journal?: readonly number[];
  /** What was given and what was sent, part by part. */
  readonly difference?: readonly {
    readonly part: string;
    readonly given: string | null;
    readonly sent: string | null;
  }[];
}

export interface Result {
  readonly id: string;
  readonly title: string;
  readonly level: 'must' | 'should' | 'may';
  readonly verdict: Verdict;
  readonly reason: string;
  readonly source?: string;
  readonly area: string;
  readonly requests: number;
  readonly evidence: readonly Evidence[];
}

export interface Cause {
  readonly kind?: string;
  readonly title: string;
  readonly summary: string;
  readonly confidence?: number;
  readonly explains: readonly string[];
  readonly curl: readonly string[];
  readonly alternatives?: readonly {
    readonly kind: string;
    readonly title: string;
    readonly confidence?: number;
    readonly test?: string;
  }[];
  readonly remedy?: string;
}

/** Of the suite (`/checks/{n}`) and of the audit (`GET /audit`). */
export interface Report {
  readonly contract: string;
  readonly verdict: 'pass' | 'fail' | 'inconclusive';
  readonly isClean?: boolean;
  readonly causes?: readonly Cause[];
  readonly summary: Readonly<Record<Verdict, number>>;
  readonly requests: number;
  readonly target: string;
  readonly startedAt: string;
  readonly results: readonly Result[];
  readonly stopped?: string;
  /** What to give so that more is decided. */
  readonly missing?: readonly { readonly give: string; readonly what: string; readonly decides: readonly string[] }[];
}

/** `GET /demos?contract`. */
export interface DemoSummary {
  readonly contract: string;
  readonly name: string;
  readonly title: string;
  readonly steps: number;
  readonly isUnsaved: boolean;
  readonly problem?: string;
}

/** `GET /demos/{contract}/{name}`, `PUT` of the same, or of `{yaml}`. A file in `fixtures/<contract>/demos/`. */
export interface Demo {
  readonly contract: string;
  readonly name: string;
  readonly title: string;
  readonly scenario?: string;
  readonly steps: readonly DemoStep[];
  readonly yaml: string;
}

export interface DemoStep {
  readonly title: string;
  readonly text: string;
  /** What is done before it is shown, in order. */
  readonly do: readonly DemoAction[];
  /** What it is about. */
  readonly show: 'strip' | 'rows' | 'answer' | 'clock';
  readonly expect?: Readonly<Record<string, string | number>>;
}

/** `POST /demos/{contract}/{name}/play {step}`, which resets the session first. */
export interface DemoState {
  readonly step: number;
  readonly clockBefore: string;
  readonly clock: string;
  /** Ids of the exchanges of this step. */
  readonly exchanges: readonly number[];
  /** Ids of all since the last first page. */
  readonly walk: readonly number[];
  /** Identities of rows that were added since then. */
  readonly added: readonly string[];
  /** What was said to be the case, and is not. */
  readonly broken: readonly string[];
}

export type DemoAction =
  | { readonly reset: true }
  | { readonly scenario: string }
  | { readonly clock: { readonly advance?: string | number; readonly set?: string; readonly frozen?: boolean } }
  | { readonly fault: JsonObject }
  | { readonly deviation: string | null }
  | { readonly add: JsonObject }
  | { readonly change: { readonly row: string; readonly set: JsonObject } }
  | { readonly remove: string }
  | { readonly move: { readonly name: string; readonly row?: string } }
  /** A request to the list: `first`, `next`, `previous`, `again`, or a query string; `walk` goes on to the end. */
  | { readonly request: string; readonly as?: string };

export interface SessionSummary {
  readonly id: string;
  readonly url: string;
  readonly exchanges: number;
  readonly [more: string]: Json;
}

export interface ScenarioSummary {
  readonly name: string;
  readonly contract: string;
  readonly title: string;
  readonly isLoaded: boolean;
}

export interface AdminFailure {
  readonly error: { readonly code: string; readonly message: string };
}
