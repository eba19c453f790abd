// What the admin API sends and takes, as `src/server/admin/openapi.yaml` describes it: only what the console uses.
import type { JsonObject } from './contract-types.ts';

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
  /** `null`: none from now on. */
  | { readonly fault: JsonObject | null }
  | { readonly grease: { readonly seed?: string; readonly features?: readonly string[] } | null }
  | { readonly deviation: string | null }
  | { readonly add: JsonObject }
  | { readonly change: { readonly row: string; readonly set: JsonObject } }
  | { readonly remove: string }
  | { readonly move: { readonly name: string; readonly row?: string } }
  /** A request to the list: `first`, `next`, `previous`, `again`, or a query string; `walk` goes on to the end. */
  | { readonly request: string; readonly as?: string };
