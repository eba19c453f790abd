import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { fc } from '../testing/properties.ts';
import { createJournal, type Journal } from './create-journal.ts';
import type { Exchange } from './exchange.ts';
import { measureExchange } from './measure-exchange.ts';
import { createExchange } from './testing/create-exchange.ts';

function recordBody(journal: Journal, body: string): void {
  const { id: _, ...exchange } = createExchange({ response: { body } });
  journal.record(exchange);
}

function listIds(journal: Journal): readonly number[] {
  return journal.list().map(({ id }) => id);
}

describe('createJournal', () => {
  afterEach(() => {
    jest.restoreAllMocks();
  });

  it('keeps exchanges in order, with ids, by reference', () => {
    const journal = createJournal();
    const { id: _, ...exchange } = createExchange();
    journal.record(exchange);
    recordBody(journal, 'second');
    expect(journal.list()).toEqual([{ ...exchange, id: 1 }, createExchange({ id: 2, response: { body: 'second' } })]);
    expect(journal.get(1)?.response).toBe(exchange.response);
    expect(exchange).not.toHaveProperty('id');
  });

  it('keeps 10,000 exchanges unless told otherwise', () => {
    const journal = createJournal();
    for (let count = 0; count < 10_001; count += 1) recordBody(journal, '');
    expect(journal.list()).toHaveLength(10_000);
    expect(journal).toMatchObject({ recorded: 10_001, dropped: 1 });
  });

  it('keeps 16 MB unless told otherwise', () => {
    const journal = createJournal();
    const megabyte = 'x'.repeat(2 ** 20 - measureExchange(createExchange({ response: { body: '' } })));
    for (let count = 0; count < 17; count += 1) recordBody(journal, megabyte);
    expect(journal.list()).toHaveLength(16);
  });

  it('does not keep an exchange that is too large by itself, and tells of it all the same', () => {
    const journal = createJournal({ bytes: 2000 });
    const heard: number[] = [];
    journal.subscribe(({ id }) => heard.push(id));
    recordBody(journal, 'x'.repeat(2000));
    expect(journal.list()).toEqual([]);
    expect(journal).toMatchObject({ recorded: 1, dropped: 1 });
    expect(heard).toEqual([1]);
  });

  it('goes on counting after it was cleared', () => {
    const journal = createJournal({ exchanges: 2 });
    for (const body of ['a', 'b', 'c']) recordBody(journal, body);
    const before = journal.list();
    journal.clear();
    expect(before).toHaveLength(2);
    expect(journal).toMatchObject({ recorded: 0, dropped: 0 });
    expect(journal.list()).toEqual([]);
    expect(journal.get(3)).toBeUndefined();
    recordBody(journal, 'd');
    expect(listIds(journal)).toEqual([4]);
    expect(journal.get(4)?.response?.body).toBe('d');
    expect(journal).toMatchObject({ recorded: 1, dropped: 0 });
  });

  it('agrees with a list that is cut', () => {
    const step = fc.oneof(
      { weight: 20, arbitrary: fc.nat(300) },
      { weight: 1, arbitrary: fc.constant('clear' as const) },
    );
    const room = fc.record({ exchanges: fc.nat(20), bytes: fc.nat(20_000) });
    fc.assert(
      fc.property(room, fc.array(step, { maxLength: 200, size: 'max' }), ({ exchanges, bytes }, steps) => {
        const journal = createJournal({ exchanges, bytes });
        let kept: Exchange[] = [];
        let recorded = 0;
        let id = 0;
        for (const one of steps) {
          if (one === 'clear') {
            journal.clear();
            kept = [];
            recorded = 0;
            continue;
          }
          id += 1;
          recorded += 1;
          const exchange = createExchange({ id, response: { body: 'x'.repeat(one) } });
          journal.record({ ...exchange, ...{ id: -1 } });
          kept.push(exchange);
          while (kept.length > exchanges || sum(kept) > bytes) kept.shift();
        }
        expect(journal.list()).toEqual(kept);
        expect(journal).toMatchObject({ recorded, dropped: recorded - kept.length });
        const ids = Array.from({ length: id + 2 }, (_, index) => index);
        expect(ids.map((one) => journal.get(one))).toEqual(
          ids.map((one) => kept.find((exchange) => exchange.id === one)),
        );
      }),
    );
  });

  it('tells listeners of what is already kept, until they leave', () => {
    const journal = createJournal();
    const heard: unknown[] = [];
    recordBody(journal, 'before');
    const leave = journal.subscribe((exchange) => heard.push([exchange.id, journal.get(exchange.id) === exchange]));
    recordBody(journal, 'during');
    journal.clear();
    recordBody(journal, 'cleared');
    leave();
    recordBody(journal, 'after');
    expect(heard).toEqual([
      [2, true],
      [3, true],
    ]);
  });

  it('records whatever a listener throws', () => {
    jest.spyOn(process, 'emitWarning').mockImplementation(() => undefined);
    const journal = createJournal();
    journal.subscribe(() => {
      throw new Error('broken');
    });
    expect(() => recordBody(journal, '')).not.toThrow();
    expect(listIds(journal)).toEqual([1]);
  });
});

function sum(exchanges: readonly Exchange[]): number {
  return exchanges.reduce((bytes, exchange) => bytes + measureExchange(exchange), 0);
}
