import type { FaultKind } from '../fault.ts';
import { breakJson, delay, dripBody, truncateBody } from './delivery-effects.ts';
import type { Effect } from './exchange.ts';
import { changeTotal, emptyRows, leadBack, repeatPage, shortenPage } from './page-effects.ts';
import { expireLink, failServer, limitRate, resetConnection } from './refusals.ts';
import { deleteRow, insertRow } from './row-effects.ts';

type Effects = readonly (readonly [kind: FaultKind, effect: Effect])[];

/** What comes in place of an answer: the first that strikes leaves nothing to the others, nor to pages. */
export const REFUSALS: Effects = [
  ['connection-reset', resetConnection],
  ['server-error', failServer],
  ['rate-limit', limitRate],
  ['expired-link', expireLink],
];

/** What happens to rows once a page was made; it is planned before the page is changed. */
export const ROW_EFFECTS: Effects = [
  ['row-inserted', insertRow],
  ['row-deleted', deleteRow],
];

/** What happens to pages. */
export const PAGE_EFFECTS: Effects = [
  ['repeated-page', repeatPage],
  ['short-page', shortenPage],
  ['empty-page', emptyRows],
  ['cycle', leadBack],
  ['total-changed', changeTotal],
];

/** What happens to any answer on its way. */
export const DELIVERY_EFFECTS: Effects = [
  ['malformed-json', breakJson],
  ['truncated-body', truncateBody],
  ['slow-drip', dripBody],
  ['latency', delay],
];
