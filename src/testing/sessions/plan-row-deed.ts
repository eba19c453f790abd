import type { Row } from '../../dataset/row-source.ts';
import { expectSame } from '../expect-same.ts';
import type { Deed, Outcome } from './create-session-client.ts';
import type { DeedPlan } from './deed-plan.ts';
import { DEEDS } from './deeds.ts';
import { expectDone } from './expect-done.ts';
import { type NaiveSession, timeOf } from './session-state.ts';
import type { SessionPool, SessionStep } from './session-steps.ts';
import { VENDOR_CAST, type VendorPart } from './vendor-cast.ts';

/** A step that does something to a row. */
export type RowStep = Extract<SessionStep, { do: 'add' | 'change' | 'remove' | 'move' }>;

/** Says what a step does to a row, and what should come of it. */
export function planRowDeed(step: RowStep, session: NaiveSession, pool: SessionPool): DeedPlan {
  const part = VENDOR_CAST[step.vendor] as VendorPart;
  const { vendor } = part;
  const { [vendor.id]: ground } = session.state.grounds;
  if (ground === undefined) throw new Error(`the model has no ${vendor.id}`);
  const { rows } = ground;
  const nameOf = (row: Row): string => String(row[vendor.identity]);
  const isTaken = (row: Row): boolean => rows.some((other) => nameOf(other) === nameOf(row));
  const put = (others: readonly Row[]): void => {
    const { grounds } = session.state;
    session.state = { ...session.state, grounds: { ...grounds, [vendor.id]: { ...ground, rows: others } } };
  };
  const replace = (old: Row, row: Row, outcome: Outcome): void => {
    const wanted = nameOf(row) !== nameOf(old) && isTaken(row) ? { code: 'identity-taken' } : { value: row };
    expectSame(outcome, wanted);
    if ('value' in wanted) put(rows.map((one) => (one === old ? row : one)));
  };
  const spareAt = (number: number): Row => pickFrom(pool.spares[step.vendor] ?? [], number) ?? {};
  if (step.do === 'add') {
    const spare = spareAt(step.choice);
    return {
      deed: DEEDS.add(vendor.id, spare),
      settle(outcome) {
        if (isTaken(spare)) return expectSame(outcome, { code: 'identity-taken' });
        // What is filled in is not the model's matter.
        const added = expectDone(outcome) as Row;
        expectSame(Object.fromEntries(Object.keys(spare).map((name) => [name, added[name]])), spare);
        put([...rows, added]);
      },
    };
  }
  const row = pickFrom(rows, step.choice);
  const identity = row === undefined ? 'nobody' : nameOf(row);
  const withRow = (deed: Deed, settle: (row: Row, outcome: Outcome) => void): DeedPlan => ({
    deed,
    settle: (outcome) => (row === undefined ? expectSame(outcome, { code: 'unknown-row' }) : settle(row, outcome)),
  });
  if (step.do === 'remove') {
    return withRow(DEEDS.remove(vendor.id, identity), (old, outcome) => {
      expectDone(outcome);
      put(rows.filter((one) => one !== old));
    });
  }
  if (step.do === 'change') {
    const fields = vendor.changeable(spareAt(step.spare));
    return withRow(DEEDS.change(vendor.id, identity, fields), (old, outcome) => {
      replace(old, { ...old, ...fields }, outcome);
    });
  }
  const [name, move] = pickFrom(Object.entries(part.moves), step.move) ?? ['', () => undefined];
  return withRow(DEEDS.move(vendor.id, identity, name), (old, outcome) => {
    const moved = move(old, timeOf(session.state, vendor.id));
    if (moved === undefined) expectSame(outcome, { code: 'move-not-allowed' });
    else replace(old, moved, outcome);
  });
}

function pickFrom<Item>(items: readonly Item[], number: number): Item | undefined {
  return items[number % items.length];
}
