import type { ListMock } from '../../mock/list.ts';
import type { MockRequest, MockResponse } from '../../mock/message.ts';
import type { Page } from '../../page/page-reader.ts';
import type { Delivery } from '../delivery.ts';
import type { Spot } from './create-spot-finder.ts';
import type { Detours, Goal, LinkWriter } from './fault-tokens.ts';
import type { Fault } from './kinds.ts';

/** What faults use of a list. */
export interface Workshop {
  readonly list: ListMock;
  /** Absent for contracts without tokens. */
  readonly detours: Detours | undefined;
  readonly writeLink: LinkWriter;
}

/** The page that answers a request, to be changed in place. */
export interface Reading {
  readonly page: Page;
  readonly spot: Spot;
  /** What the list was asked for it. */
  readonly request: MockRequest;
  /** The token of a fault's own by which the request came, if it did. */
  readonly goal?: Goal;
  /** Which page of its walk it is, counted from 1. */
  readonly ordinal: number | undefined;
}

/** A request and its answer, while faults change it. */
export interface Exchange extends Workshop {
  /** As it was sent. */
  readonly request: MockRequest;
  response: MockResponse;
  /** `undefined` when no page answers; read when it is asked for. */
  readonly reading: Reading | undefined;
  delivery: Delivery;
  /** What is done once the answer is made. */
  readonly afterwards: (() => void)[];
}

/** Does what was planned. */
export type Plan = (draw: () => number) => void;

/** Plans what a fault does to an exchange, and changes nothing yet; `undefined` when it does not concern it. */
export type Effect = (fault: Fault, exchange: Exchange) => Plan | undefined;
