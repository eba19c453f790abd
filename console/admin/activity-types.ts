// What the admin API sends and takes, as `src/server/admin/openapi.yaml` describes it: only what the console uses.
import type { Headers, JsonObject, Provenance } from './contract-types.ts';

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
