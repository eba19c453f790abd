import { afterEach, describe, expect, it, jest } from '@jest/globals';
import type { Contract } from '../contract/contract.ts';
import { MemoryBudget } from '../mock/memory-budget.ts';
import { StoredPage } from '../mock/message.ts';
import { loadSample } from '../mock/testing/load-contract.ts';
import { createExchange, type ExchangeParts } from '../testing/exchange.ts';
import { codePoint, fc } from '../testing/properties.ts';
import { runs } from '../testing/runs.ts';
import type { Exchange } from './exchange.ts';
import { createJournal, type Journal } from './journal.ts';

function record(journal: Journal, parts: ExchangeParts): void {
  const { id: _, ...exchange } = createExchange(parts);
  journal.record(exchange);
}

function recordBody(journal: Journal, body: string): void {
  record(journal, { response: { body } });
}

function listIds(journal: Journal): readonly number[] {
  return journal.list().map(({ id }) => id);
}

/** How many bytes a journal holds that has nothing but this. */
function measure(parts: ExchangeParts): number {
  const journal = createJournal();
  record(journal, parts);
  return journal.bytes;
}

/** What a journal does, as simply as it can be said. */
class CutList {
  kept: { readonly exchange: Exchange; readonly size: number }[] = [];
  recorded = 0;
  lastId = 0;
  readonly #exchanges: number;
  readonly #bytes: number;

  constructor(exchanges: number, bytes: number) {
    this.#exchanges = exchanges;
    this.#bytes = bytes;
  }

  get bytes(): number {
    return this.kept.reduce((total, { size }) => total + size, 0);
  }

  record(parts: ExchangeParts): void {
    this.lastId += 1;
    this.recorded += 1;
    this.kept.push({ exchange: createExchange({ ...parts, id: this.lastId }), size: measure(parts) });
    while (this.kept.length > this.#exchanges || this.bytes > this.#bytes) this.kept.shift();
  }

  clear(): void {
    this.kept = [];
    this.recorded = 0;
  }
}

const contract = loadSample();
/** Texts as HTTP has them, and any others. */
const text = fc.oneof(
  fc.string({ unit: codePoint, maxLength: 40 }),
  fc.string({ maxLength: 300 }),
  fc.constantFrom('', '\0', '\xff', 'x'.repeat(127), 'x'.repeat(128), 'y'.repeat(16_384)),
);
const pages = [
  new StoredPage([['Content-Type', 'application/json']], [`{"items":[${'1,'.repeat(800)}1]}`]),
  new StoredPage([['ETag', '"1"']], ['{"id":"', '","again":"', `","rest":"${'x'.repeat(2000)}"}`]),
];

const response = fc.oneof(
  fc.record({
    status: fc.integer({ min: 100, max: 599 }),
    headers: fc.array(fc.tuple(text, text), { maxLength: 3 }),
    body: text,
  }),
  fc.tuple(fc.constantFrom(...pages), text).map(([page, value]) => page.respond(() => value)),
);

const exchangeParts: fc.Arbitrary<Omit<Exchange, 'id'>> = fc.record(
  {
    session: text,
    contract: fc.constantFrom<Contract[]>(contract, loadSample()),
    isList: fc.boolean(),
    at: fc.nat(),
    clock: fc.double({ noNaN: true }),
    durationMs: fc.double({ min: 0, noNaN: true }),
    connection: fc.nat(),
    isAborted: fc.constant(true as const),
    faults: fc.array(text, { maxLength: 3 }),
    request: fc.record({
      method: text,
      origin: text,
      path: text,
      query: text,
      headers: fc.dictionary(text, fc.oneof(text, fc.array(text, { maxLength: 3 })), { maxKeys: 5 }),
    }),
    response,
  },
  { requiredKeys: ['session', 'isList', 'at', 'clock', 'durationMs', 'request'] },
);

/** An exchange without what only helps to keep it. */
function withoutContent(exchange: Exchange): Exchange {
  if (exchange.response === undefined) return exchange;
  const { content: _, ...rest } = exchange.response;
  return { ...exchange, response: rest };
}

describe('createJournal', () => {
  it('gives back every exchange as it was, in order, with ids', () => {
    fc.assert(
      fc.property(fc.array(exchangeParts, { maxLength: 30, size: 'max' }), (exchanges) => {
        const journal = createJournal();
        for (const exchange of exchanges) journal.record(exchange);
        const expected = exchanges.map((exchange, index) => withoutContent({ ...exchange, id: index + 1 }));
        expect(journal.list()).toEqual(expected);
        expect(expected.map(({ id }) => journal.get(id))).toEqual(expected);
        expect([journal.get(0), journal.get(expected.length + 1)]).toEqual([undefined, undefined]);
      }),
    );
  });

  it('keeps the contract itself, and nothing of what it was given', () => {
    const journal = createJournal();
    const headers = { accept: '*/*' };
    record(journal, { contract, request: { headers } });
    headers.accept = 'changed';
    expect(journal.get(1)?.contract).toBe(contract);
    expect(journal.get(1)?.request.headers).toEqual({ accept: '*/*' });
  });

  it('leaves out headers that were not sent', () => {
    const journal = createJournal();
    record(journal, { request: { headers: { cookie: undefined, accept: '*/*' } } });
    expect(Object.keys(journal.get(1)?.request.headers ?? {})).toEqual(['accept']);
  });

  it('keeps 10,000 exchanges unless told otherwise', () => {
    const journal = createJournal();
    for (let count = 0; count < 10_001; count += 1) recordBody(journal, '');
    expect(journal.list()).toHaveLength(10_000);
    expect(journal).toMatchObject({ recorded: 10_001, dropped: 1 });
  });

  it('keeps 16 MB unless told otherwise', () => {
    const journal = createJournal();
    // The length of a longer body takes more bytes itself.
    const others = measure({ response: { body: 'x'.repeat(2 ** 20) } }) - 2 ** 20;
    const megabyte = 'x'.repeat(2 ** 20 - others);
    for (let count = 0; count < 17; count += 1) recordBody(journal, megabyte);
    expect(listIds(journal)).toEqual(Array.from({ length: 16 }, (_, index) => index + 2));
    expect(journal.bytes).toBe(16 * 2 ** 20);
  });

  it('does not keep an exchange that is too large by itself, and tells of it all the same', () => {
    const journal = createJournal({ bytes: 2000 });
    const heard: number[] = [];
    journal.subscribe(({ id }) => heard.push(id));
    recordBody(journal, 'x'.repeat(2000));
    expect(journal.list()).toEqual([]);
    expect(journal).toMatchObject({ recorded: 1, dropped: 1, bytes: 0 });
    expect(heard).toEqual([1]);
  });

  it('goes on counting after it was cleared', () => {
    const journal = createJournal({ exchanges: 2 });
    for (const body of ['a', 'b', 'c']) recordBody(journal, body);
    const before = journal.list();
    journal.clear();
    expect(before).toHaveLength(2);
    expect(journal).toMatchObject({ recorded: 0, dropped: 0, bytes: 0 });
    expect(journal.list()).toEqual([]);
    expect(journal.get(3)).toBeUndefined();
    recordBody(journal, 'd');
    expect(listIds(journal)).toEqual([4]);
    expect(journal.get(4)?.response?.body).toBe('d');
    expect(journal).toMatchObject({ recorded: 1, dropped: 0 });
  });

  it('behaves as a list from which the oldest are taken', () => {
    const step = fc.oneof(
      { weight: 40, arbitrary: fc.record({ length: fc.nat(300), isWide: fc.boolean() }) },
      { weight: 1, arbitrary: fc.constant('clear' as const) },
    );
    const limits = fc.record({ exchanges: fc.nat(40), bytes: fc.nat(20_000) });
    fc.assert(
      fc.property(limits, fc.array(step, { maxLength: 300, size: 'max' }), ({ exchanges, bytes }, steps) => {
        const journal = createJournal({ exchanges, bytes });
        const model = new CutList(exchanges, bytes);
        for (const one of steps) {
          if (one === 'clear') {
            journal.clear();
            model.clear();
            continue;
          }
          const response = { body: (one.isWide ? '\u0142' : '\xe9').repeat(one.length) };
          record(journal, { response });
          model.record({ response });
        }
        const { kept, recorded, lastId } = model;
        expect(journal.list()).toEqual(kept.map(({ exchange }) => exchange));
        expect(journal).toMatchObject({ recorded, dropped: recorded - kept.length, bytes: model.bytes });
        const ids = Array.from({ length: lastId + 2 }, (_, index) => index);
        expect(ids.map((one) => journal.get(one))).toEqual(
          ids.map((one) => kept.find(({ exchange }) => exchange.id === one)?.exchange),
        );
      }),
      { numRuns: runs(50) },
    );
  });

  it('counts a stored page once, as long as an exchange has it', () => {
    const [page] = pages as [StoredPage];
    const parts = { response: page.respond(String) };
    const journal = createJournal({ exchanges: 3 });
    const first = measure(parts);
    record(journal, parts);
    record(journal, parts);
    expect(journal.bytes).toBe(2 * first - page.bytes);
    for (const body of ['', '']) recordBody(journal, body);
    expect(journal.bytes).toBe(first + 2 * measure({ response: { body: '' } }));
    recordBody(journal, '');
    expect(journal.bytes).toBe(3 * measure({ response: { body: '' } }));
  });

  it('notes that a client went away, of an exchange that is kept', () => {
    const journal = createJournal({ exchanges: 2 });
    for (const body of ['a', 'b', 'c']) recordBody(journal, body);
    for (const id of [1, 2, 4]) journal.markAborted(id);
    expect(journal.list().map(({ isAborted }) => isAborted)).toEqual([true, undefined]);
    recordBody(journal, 'd');
    expect(journal.list().map(({ isAborted }) => isAborted)).toEqual([undefined, undefined]);
  });

  it('notes which connections were open, of an exchange that is kept and came by one', () => {
    const journal = createJournal({ exchanges: 2 });
    record(journal, { connection: 1, openConnections: 1 });
    record(journal, { connection: 2, openConnections: 2 });
    recordBody(journal, 'by none');
    for (const id of [1, 2, 3, 4]) journal.noteOpenConnections(id, 9);
    expect(journal.list().map(({ openConnections }) => openConnections)).toEqual([9, undefined]);
  });
});

describe('journals with one budget', () => {
  it('have all of it together, and the largest gives up its oldest', () => {
    const budget = new MemoryBudget(200_000);
    const journals = [1, 2, 3].map(() => createJournal({}, budget));
    const [large, ...small] = journals as [Journal, Journal, Journal];
    for (const journal of small) recordBody(journal, 'x'.repeat(20_000));
    for (let count = 0; count < 1000; count += 1) recordBody(large, 'x'.repeat(1000));
    expect(budget.used).toBeLessThanOrEqual(200_000);
    expect(budget.used).toBe(journals.reduce((sum, { bytes }) => sum + bytes, 0));
    expect(small.map(listIds)).toEqual([[1], [1]]);
    expect(listIds(large).at(-1)).toBe(1000);
    expect(listIds(large).length).toBeGreaterThan(100);
    expect(large.list().every(({ response }) => response?.body === 'x'.repeat(1000))).toBe(true);
    for (const journal of journals) journal.end();
    expect(budget.used).toBe(0);
    recordBody(large, 'x');
    expect(budget.used).toBe(0);
  });

  it('gives up everything where one exchange is more than there is', () => {
    const budget = new MemoryBudget(1000);
    const journal = createJournal({}, budget);
    recordBody(journal, 'x'.repeat(5000));
    expect([journal.list(), journal.bytes, budget.used]).toEqual([[], 0, 0]);
    recordBody(journal, 'x');
    expect(listIds(journal)).toEqual([2]);
  });
});

describe('listeners of a journal', () => {
  afterEach(() => {
    jest.restoreAllMocks();
  });

  it('hear of what is already kept, in the order in which they came, until they leave', () => {
    const journal = createJournal();
    const heard: string[] = [];
    recordBody(journal, 'before');
    const leave = journal.subscribe(({ id, response: { body } = {} }) => {
      heard.push(`a ${id} ${body} ${journal.get(id)?.response?.body}`);
    });
    journal.subscribe(({ id }) => heard.push(`b ${id}`));
    recordBody(journal, 'during');
    journal.clear();
    leave();
    leave();
    recordBody(journal, 'after');
    expect(heard).toEqual(['a 2 during during', 'b 2', 'b 3']);
  });

  it('are two where one comes twice', () => {
    const journal = createJournal();
    const heard: number[] = [];
    const listener = ({ id }: Exchange): void => void heard.push(id);
    const leave = journal.subscribe(listener);
    journal.subscribe(listener);
    recordBody(journal, '');
    leave();
    recordBody(journal, '');
    expect(heard).toEqual([1, 1, 2]);
  });

  it('hear nothing once another has made them leave, and of the next one when they come amid one', () => {
    const journal = createJournal();
    const heard: string[] = [];
    journal.subscribe(() => leave());
    const leave = journal.subscribe(() => heard.push('left'));
    journal.subscribe((first) => journal.subscribe(({ id }) => heard.push(`${first.id} ${id}`)));
    recordBody(journal, '');
    recordBody(journal, '');
    expect(heard).toEqual(['1 2']);
  });

  it('are removed with a warning when they throw; the exchange and others do not suffer', () => {
    const warn = jest.spyOn(process, 'emitWarning').mockImplementation(() => undefined);
    const journal = createJournal();
    const heard: number[] = [];
    let calls = 0;
    journal.subscribe(() => {
      calls += 1;
      throw new Error('gone');
    });
    journal.subscribe(({ id }) => heard.push(id));
    expect(() => recordBody(journal, '')).not.toThrow();
    recordBody(journal, '');
    expect([heard, calls, listIds(journal)]).toEqual([[1, 2], 1, [1, 2]]);
    expect(warn.mock.calls).toEqual([['A journal listener threw and has been removed: Error: gone']]);
  });
});
