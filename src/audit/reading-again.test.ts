import { describe, expect, it } from '@jest/globals';
import { hasTokens } from '../page/page-reader.ts';
import { goBackAndForth, readSome } from './testing/bad-clients.ts';
import { type Client, runClients } from './testing/client.ts';
import { readAll } from './testing/good-clients.ts';
import { auditSession, judge, listBroken } from './testing/judge.ts';
import { ask, read, sizeOf } from './testing/requests.ts';
import { TARGETS } from './testing/samples.ts';
import { openSession } from './testing/session.ts';
import { abort, breakAnswers, lessenTotal } from './testing/strikers.ts';
import type { Target } from './testing/target.ts';

/** As many pages as the first one says that there are. */
function* readCounted(target: Target, size: number): Client {
  const { page } = target.contract;
  const [got] = yield [ask(target, sizeOf(target, size))];
  const pages = Math.ceil(Number(got === undefined ? 0 : read(target.contract, got, 'total')) / size);
  for (let number = 2; number <= pages; number += 1) {
    const position = page.style === 'number' ? number : (number - 1) * size;
    yield [ask(target, { ...sizeOf(target, size), [page.position]: position })];
  }
}

const keysOf = (target: Target, clients: readonly Client[], strike = {}): readonly string[] =>
  Object.keys(listBroken(judge(target, clients, strike)));
const leadsBack = ({ contract }: Target): boolean => !hasTokens(contract) || contract.envelope.roles.has('previous');

describe.each(TARGETS)('of %s, a client', (_, open) => {
  it('may look at one row, and then read all in pages of another size', () => {
    for (const [look, size] of [
      [1, 20],
      [1, 50],
      [5, 7],
    ] as const) {
      const target = open();
      const session = openSession(target.mock);
      runClients(session, [readSome(target, sizeOf(target, look), 1)]);
      runClients(session, [readAll(target, sizeOf(target, size))]);
      expect([look, size, listBroken(auditSession(session))]).toEqual([look, size, {}]);
    }
  });

  it('is not let off by a list with other filters', () => {
    const target = open();
    const session = openSession(target.mock);
    runClients(session, [readSome(target, sizeOf(target, 1), 1)]);
    runClients(session, [readAll(target, { ...sizeOf(target, 20), [target.filter[0]]: target.filter[1] })]);
    expect(Object.keys(listBroken(auditSession(session)))).toEqual(['read-to-the-end']);
  });

  it('may poll a list of two pages', () => {
    const target = open();
    const first = { ...sizeOf(target, 20), ...Object.fromEntries([target.filter]) };
    const session = openSession(target.mock);
    for (let round = 0; round < 6; round += 1) runClients(session, [readAll(target, first)]);
    expect(listBroken(auditSession(session))).toEqual({});
  });

  it('may ask again when it did not wait for the end of an answer', () => {
    const target = open();
    expect(keysOf(target, [readAll(target, sizeOf(target, 5))], { strike: abort([1, 2, 3, 5, 6]) })).toEqual([]);
  });
});

describe.each(TARGETS.filter(([, open]) => leadsBack(open())))('of %s, a client', (_, open) => {
  it.each([1, 2])('may go back and forth %p times', (rounds) => {
    for (const pages of [2, 3]) {
      const target = open();
      expect(keysOf(target, [goBackAndForth(target, sizeOf(target, 5), pages, rounds)])).toEqual([]);
    }
  });

  it('may not go back and forth for ever', () => {
    for (const pages of [2, 3]) {
      const target = open();
      expect(keysOf(target, [goBackAndForth(target, sizeOf(target, 5), pages, 6)])).toEqual(['read-once']);
    }
  });

  it('may not do so before or after several others either', () => {
    const target = open();
    const session = openSession(target.mock);
    const all = (): Client => readAll(target, sizeOf(target, 5));
    runClients(session, [all(), all(), all(), all(), all()]);
    expect(listBroken(auditSession(session))).toEqual({});
    runClients(session, [goBackAndForth(target, sizeOf(target, 5), 3, 6)]);
    runClients(session, [all(), all()]);
    expect(Object.keys(listBroken(auditSession(session)))).toEqual(['read-once']);
  });

  it('may try again what failed on the way', () => {
    const target = open();
    const strike = breakAnswers(target, 'server-error', [2, 3, 4, 6, 8, 9]);
    const patient = function* (): Client {
      const client = goBackAndForth(target, sizeOf(target, 5), 2, 2);
      let { value, done } = client.next();
      while (done !== true && value !== undefined) {
        let [got] = yield value;
        while (got?.status === 500) [got] = yield value;
        ({ value, done } = client.next(got === undefined ? [] : [got]));
      }
    };
    expect(keysOf(target, [patient()], { strike })).toEqual([]);
  });
});

describe.each(TARGETS.filter(([, open]) => !hasTokens(open().contract)))('of %s, a client', (_, open) => {
  it('may read as many pages as the first one said that there are', () => {
    for (const size of [4, 5]) {
      const target = open();
      expect(keysOf(target, [readCounted(target, size)], { strike: lessenTotal(target, 8) })).toEqual([]);
    }
  });

  it('may not stop before any page said so', () => {
    const target = open();
    const client = readSome(target, sizeOf(target, 5), 2);
    expect(keysOf(target, [client], { strike: lessenTotal(target, 8) })).toEqual(['read-to-the-end']);
  });
});
