// What the admin API sends and takes, as `src/server/admin/openapi.yaml` describes it: only what the console uses.
import type { Headers, Json } from './contract-types.ts';

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

type Verdict = 'pass' | 'fail' | 'warn' | 'note' | 'inconclusive' | 'notApplicable' | 'waived' | 'error';

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
  readonly picture?: CausePicture;
}

/** What a cause did to the rows of a list; rows are given by their index. */
export interface CausePicture {
  readonly requirement: string;
  /** `list`: those that were to come, in their order; `read`: those that came, in the order of their first coming. */
  readonly axis: 'list' | 'read';
  readonly rows: readonly string[];
  /** How many rows stand before the first of these, and behind the last. */
  readonly before: number;
  readonly after: number;
  readonly pages: readonly { readonly request: string; readonly rows: readonly number[] }[];
  readonly lost: readonly number[];
  readonly repeated: readonly number[];
  readonly strange: readonly number[];
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

/** `GET /checks/{n}/windows/{requirement}`: the pages in the evidence of a requirement. */
export interface EvidenceWindow {
  readonly request: number;
  readonly status: number;
  readonly durationMs: number;
  readonly query: string;
  readonly count: number;
  readonly total?: number;
  readonly identities: readonly string[];
  /** Of this mock's own list, while the journal has it. */
  readonly exchange?: number;
}
