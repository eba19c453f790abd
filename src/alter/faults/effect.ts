import type { RequestedRows } from '../../mock/checks.ts';
import type { MockRequest } from '../../mock/message.ts';
import type { Page } from '../../page/page-reader.ts';
import type { AlteredList, AlteredResponse, Delivery } from '../engine.ts';
import type { FaultTokens, LinkWriter, TokenTarget } from './fault-tokens.ts';
import type { Fault } from './kinds.ts';

/** The page that responds to a request, to be changed in place. */
export interface RequestedPage {
  readonly page: Page;
  readonly rows: RequestedRows;
  /** The request that the list handled for it. */
  readonly request: MockRequest;
  /** Where the token leads by which the request came, if it is one of a fault's own. */
  readonly target?: TokenTarget;
  /** Which page of its walk it is, counted from 1. */
  readonly ordinal: number | undefined;
}

/** A request and its response, while faults change it. */
export interface FaultContext {
  readonly list: AlteredList;
  /** Absent for contracts without tokens. */
  readonly tokens: FaultTokens | undefined;
  readonly makeLink: LinkWriter;
  /** As it was sent. */
  readonly request: MockRequest;
  response: AlteredResponse;
  /** `undefined` when no page responds; parsed when it is first read. */
  readonly requested: RequestedPage | undefined;
  delivery: Delivery;
  /** What is done once the response is made. */
  readonly afterwards: (() => void)[];
}

/** Does what was planned. @param fraction - draws a number from 0 up to 1 by the fault's seed */
export type Plan = (fraction: () => number) => void;

/** Plans what a fault does to a response, and changes nothing yet; `undefined` when it does not concern it. */
export type Effect = (fault: Fault, context: FaultContext) => Plan | undefined;
