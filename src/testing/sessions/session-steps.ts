import type { Row } from '../../dataset/row-source.ts';
import type { Inquiry } from '../model/vendor.ts';
import { fc } from '../properties.ts';
import { VENDOR_CAST } from './vendors.ts';

/** How a request says which session it is in: `path`, `header` and `both` over a socket, `handle` without one. */
export type RequestWay = 'path' | 'header' | 'both' | 'handle';

/** Whether a session is controlled from the same process or by its administration. */
export type ControlWay = 'object' | 'admin';

const HOUR = 3_600_000;

const vendor = fc.nat(VENDOR_CAST.length - 1);

const maybeVendor = fc.option(vendor, { nil: undefined, freq: 1 });

const requestWay = fc.constantFrom<RequestWay>('path', 'header', 'both', 'handle');

const way = fc.constantFrom<ControlWay>('object', 'admin');

const choice = fc.nat(99);

const snapshot = fc.constantFrom('a', 'a', 'b.1');

const scenario = fc.nat(1);

/** A request for pages. All numbers count around. */
interface Asking {
  readonly inquiry: number;
  readonly choice: number;
  readonly twist: number;
  readonly requestWay: RequestWay;
}

/** Something that is done to a session. */
interface Doing {
  readonly way: ControlWay;
}

interface DoingToRow extends Doing {
  readonly vendor: number;
  readonly choice: number;
}

/** A page that is asked for, or something that is done to a session. */
export type SessionStep =
  | (Asking & { readonly do: 'ask'; readonly vendor: number })
  /** Of every vendor, at the same time. */
  | (Asking & { readonly do: 'askAll' })
  /** With two sessions that are named at once. */
  | { readonly do: 'contradict'; readonly vendor: number }
  | (DoingToRow & { readonly do: 'add' })
  | (DoingToRow & { readonly do: 'remove' })
  | (DoingToRow & { readonly do: 'change'; readonly spare: number })
  | (DoingToRow & { readonly do: 'move'; readonly move: number })
  | (Doing & { readonly do: 'advance'; readonly by: number })
  | (Doing & { readonly do: 'set'; readonly time: number })
  | (Doing & { readonly do: 'save'; readonly snapshot: string })
  | (Doing & { readonly do: 'restore'; readonly snapshot: string })
  | (Doing & { readonly do: 'load'; readonly scenario: number; readonly vendor: number | undefined })
  | (Doing & { readonly do: 'reset'; readonly vendor: number | undefined })
  | (Doing & { readonly do: 'addFault'; readonly vendor: number })
  | (Doing & { readonly do: 'begin'; readonly scenario: number })
  | (Doing & { readonly do: 'end' });

type Parts<Step> = { [Key in Exclude<keyof Step, 'do'>]: fc.Arbitrary<Step[Key]> };

function step<Do extends SessionStep['do']>(
  name: Do,
  parts: Parts<Extract<SessionStep, { do: Do }>>,
): fc.Arbitrary<SessionStep> {
  return fc.record({ do: fc.constant(name), ...parts }) as unknown as fc.Arbitrary<SessionStep>;
}

/** Steps of all kinds. */
export const sessionSteps: fc.Arbitrary<SessionStep> = fc.oneof(
  { weight: 12, arbitrary: step('ask', { vendor, inquiry: fc.nat(1), choice, twist: choice, requestWay }) },
  { weight: 4, arbitrary: step('askAll', { inquiry: fc.nat(1), choice, twist: choice, requestWay }) },
  { weight: 2, arbitrary: step('add', { vendor, choice, way }) },
  { weight: 2, arbitrary: step('change', { vendor, choice, spare: choice, way }) },
  { weight: 2, arbitrary: step('remove', { vendor, choice, way }) },
  { weight: 3, arbitrary: step('move', { vendor, choice, move: choice, way }) },
  { weight: 2, arbitrary: step('advance', { by: fc.constantFrom(1, -HOUR, HOUR, 23 * HOUR, 24 * HOUR), way }) },
  { weight: 1, arbitrary: step('set', { time: fc.nat(200).map((days) => Date.UTC(2026, 0, 1 + days)), way }) },
  { weight: 2, arbitrary: step('save', { snapshot, way }) },
  { weight: 3, arbitrary: step('restore', { snapshot, way }) },
  { weight: 1, arbitrary: step('load', { scenario, vendor: maybeVendor, way }) },
  { weight: 1, arbitrary: step('reset', { vendor: maybeVendor, way }) },
  { weight: 2, arbitrary: step('addFault', { vendor, way }) },
  { weight: 1, arbitrary: step('begin', { scenario, way }) },
  { weight: 1, arbitrary: step('end', { way }) },
  { weight: 1, arbitrary: step('contradict', { vendor }) },
);

/** What all sessions of a run draw from, so that they ask and do the same. Everything stands in the order of the vendors. */
export interface SessionPool {
  readonly inquiries: readonly (readonly Inquiry[])[];
  readonly spares: readonly (readonly Row[])[];
}

/** Three inquiries and eight spare rows for each vendor. */
export const sessionPools: fc.Arbitrary<SessionPool> = fc.record({
  inquiries: fc.tuple(
    ...VENDOR_CAST.map((part) => fc.array(part.vendor.inquiries, { minLength: 3, maxLength: 3, size: 'max' })),
  ),
  spares: fc.tuple(
    ...VENDOR_CAST.map((part) => fc.array(part.vendor.rows, { minLength: 8, maxLength: 8, size: 'max' })),
  ),
});
