import { describe, it } from '@jest/globals';
import type { Row } from '../dataset/row-source.ts';
import { expectSame } from './expect-same.ts';
import type { Answer, AskerFactory } from './model/asker.ts';
import { askByNumber, askByOffset } from './model/count-askers.ts';
import { devdraft } from './model/devdraft.ts';
import { listRows } from './model/naive-list.ts';
import { piriod } from './model/piriod.ts';
import { pyng } from './model/pyng.ts';
import { askByLinks, askByTokens } from './model/seek-askers.ts';
import { createSession, type Session } from './model/session.ts';
import type { Inquiry, Vendor } from './model/vendor.ts';
import { wingback } from './model/wingback.ts';
import { fc } from './properties.ts';
import { runs } from './runs.ts';

const NUM_RUNS = runs(150);

const VENDORS: readonly (readonly [id: string, vendor: Vendor, createAsker: AskerFactory, isDrifting: boolean])[] = [
  ['pyng', pyng, askByLinks, false],
  ['piriod', piriod, askByNumber, true],
  ['wingback', wingback, askByTokens, false],
  ['devdraft', devdraft, askByOffset, true],
];

/** A change of the rows, or a page that is asked for. All numbers count around. */
const steps = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({ do: fc.constant('ask'), inquiry: fc.nat(2), choice: fc.nat(99), twist: fc.nat(99) }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('add'), spare: fc.nat(9) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('change'), choice: fc.nat(99), spare: fc.nat(9) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constantFrom('remove', 'cut'), choice: fc.nat(99) }) },
);
type Step = typeof steps extends fc.Arbitrary<infer Value> ? Value : never;
type Change = Exclude<Step, { do: 'ask' }>;

function rowsOf({ identity, rows }: Vendor, maxLength: number): fc.Arbitrary<Row[]> {
  return fc.uniqueArray(rows, { selector: (row) => row[identity], maxLength, size: 'max' });
}

function mutate(session: Session, step: Change, spares: readonly Row[], asked: Inquiry): void {
  const { rows, vendor } = session;
  const nameAt = (choice: number): string => String(pickFrom(rows, choice)[vendor.identity]);
  if (step.do === 'add') session.add(pickFrom(spares, step.spare));
  else if (rows.length === 0) return;
  else if (step.do === 'change') session.change(nameAt(step.choice), vendor.changeable(pickFrom(spares, step.spare)));
  else if (step.do === 'remove') session.remove(nameAt(step.choice));
  else cut(session, asked, step.choice);
}

function pickFrom<Item>(items: readonly Item[], number: number): Item {
  return items[number % items.length] as Item;
}

/** Removes one end of a list from an edge of a page on, so that pages which links lead to lose all of their rows. */
function cut(session: Session, asked: Inquiry, choice: number): void {
  const list = listRows(session.rows, asked);
  const at = (choice % 8) * asked.limit;
  const end = choice % 3 === 0 ? list.slice(0, at) : list.slice(at);
  for (const row of end) session.remove(String(row[session.vendor.identity]));
}

/** All pages from an answer on in one direction. Fails when they do not end. */
function walk(first: Answer, step: (answer: Answer) => Answer | undefined): readonly Answer[] {
  const pages = [first];
  for (let page = step(first); page !== undefined; page = step(page)) {
    pages.push(page);
    if (pages.length > 100) throw new Error('the walk does not end');
  }
  return pages;
}

describe.each(VENDORS)('%s and a naive model', (_, vendor, createAsker, isDrifting) => {
  const session = createSession(vendor);

  it('agree on every page of a walk, there and back', () => {
    fc.assert(
      fc.property(rowsOf(vendor, 60), vendor.inquiries, (rows, inquiry) => {
        session.load(rows);
        const asker = createAsker(session, inquiry);
        const there = walk(asker.begin(), asker.next);
        const wanted = inquiry.limit === 0 ? [] : listRows(rows, inquiry).map((row) => row[vendor.identity]);
        expectSame(
          there.flatMap((page) => page.identities),
          wanted,
        );
        expectSame(there.length, Math.max(1, Math.ceil(wanted.length / (inquiry.limit || 1))));
        const last = there.at(-1) as Answer;
        const back = walk(last, asker.previous);
        expectSame(
          back.map((page) => page.identities).reverse(),
          there.map((page) => page.identities),
        );
      }),
      { numRuns: NUM_RUNS },
    );
  });

  it('agree on any page, while rows are added, changed and removed', () => {
    const inquiries = fc.tuple(vendor.inquiries, vendor.inquiries, vendor.inquiries);
    const script = fc.array(steps, { minLength: 8, maxLength: 24, size: 'max' });
    fc.assert(
      fc.property(
        rowsOf(vendor, 30),
        fc.array(vendor.rows, { minLength: 1, maxLength: 8 }),
        inquiries,
        script,
        (rows, spares, asked, plan) => {
          session.load(rows);
          const askers = asked.map((inquiry) => createAsker(session, inquiry));
          for (const step of plan) {
            if (step.do === 'ask') askers[step.inquiry]?.ask(step.choice, step.twist);
            else mutate(session, step, spares, asked[0]);
          }
          session.load(rows);
          for (const asker of askers) asker.begin();
        },
      ),
      { numRuns: NUM_RUNS },
    );
  });

  if (isDrifting) return;

  it('lose and repeat no row that is left alone in a walk', () => {
    const changes = fc.array(steps, { maxLength: 12, size: 'max' });
    fc.assert(
      fc.property(
        rowsOf(vendor, 40),
        fc.array(vendor.rows, { minLength: 1, maxLength: 8 }),
        vendor.inquiries,
        changes,
        fc.boolean(),
        (rows, spares, asked, plan, isBackward) => {
          const inquiry = asked.limit === 0 ? { ...asked, size: '2', limit: 2 } : asked;
          session.load(rows);
          const asker = createAsker(session, inquiry);
          const forward = isBackward ? walk(asker.begin(), asker.next) : [asker.begin()];
          const pending = [...plan];
          const step = isBackward ? asker.previous : asker.next;
          const pages = walk(forward.at(-1) as Answer, (page) => {
            const change = pending.pop();
            if (change !== undefined && change.do !== 'ask') mutate(session, change, spares, inquiry);
            return step(page);
          });
          const seen = pages.flatMap((page) => page.identities);
          const untouched = listRows(rows, inquiry)
            .filter((row) => session.rows.includes(row))
            .map((row) => row[vendor.identity]);
          for (const identity of untouched)
            expectSame([identity, seen.filter((other) => other === identity)], [identity, [identity]]);
        },
      ),
      { numRuns: NUM_RUNS },
    );
  });
});
