import type { Json } from '../../contract/contract.ts';

/** A story that is told with a list: steps that are played one after the other. */
export interface Demo {
  /** The id of the contract. */
  readonly contract: string;
  readonly name: string;
  readonly title: string;
  /** The scenario that it begins with; absent: that of the session. */
  readonly scenario?: string;
  readonly steps: readonly DemoStep[];
}

export interface DemoStep {
  readonly title: string;
  /** What is to be seen, in a sentence or two. */
  readonly text: string;
  /** What is done before it is shown, in order. */
  readonly do: readonly DemoAction[];
  /** What it is about. */
  readonly show: DemoSubject;
  /** What has to be the case then, so that no text says what is not so. */
  readonly expect?: DemoExpectation;
}

export const DEMO_SUBJECTS = ['strip', 'rows', 'answer', 'clock'] as const;

type DemoSubject = (typeof DEMO_SUBJECTS)[number];

/** Something that is done; each has one key. */
export interface DemoAction {
  readonly reset?: true;
  readonly scenario?: string;
  readonly clock?: { readonly advance?: string | number; readonly set?: string | number; readonly frozen?: boolean };
  /** `null`: none from now on. */
  readonly fault?: unknown;
  /** `null`: off from now on; `true`: all that the contract leaves open. */
  readonly grease?: true | null | { readonly seed?: string; readonly features?: readonly string[] };
  /** `null`: none from now on. */
  readonly deviation?: string | null;
  readonly add?: { readonly [field: string]: Json };
  readonly change?: { readonly row: string; readonly set: { readonly [field: string]: Json } };
  readonly remove?: string;
  readonly move?: { readonly name: string; readonly row?: string };
  /** `first`, `next`, `previous`, `again`, a query string such as `limit=20`; or `walk`, on to the end. */
  readonly request?: string;
  /** Whose credential a request carries. */
  readonly as?: string;
}

/** What has to be the case after a step. */
export interface DemoExpectation {
  /** The status of the last response. */
  readonly status?: number;
  /** How many rows the last page has. */
  readonly rows?: number;
  /** The total that it says. */
  readonly total?: number;
  /** A text that the last response has somewhere. */
  readonly says?: string;
  /** How many rows of the list of now were read more than once, or never, since the last first page. */
  readonly twice?: number;
  readonly never?: number;
}
