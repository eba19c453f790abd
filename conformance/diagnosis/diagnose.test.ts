import { describe, expect, it } from '@jest/globals';
import { createMock } from '../../src/index.ts';
import type { Exchange } from '../client/exchange.ts';
import type { CausePicture, Result } from '../result.ts';
import { runConformance } from '../run/conformance-run.ts';
import { loadContract } from '../testing/fake-list.ts';
import { callerOf } from '../testing/mock-target.ts';
import { createEvidence, createExchange, createResult } from '../testing/results.ts';
import type { KnownBug } from './classifier.ts';
import { createKnowledge, diagnose } from './diagnose.ts';
import { observe } from './features.ts';
import { BUG_KINDS, kindOfBug } from './kinds/index.ts';
import { countFound, scoreBugs } from './scoring.ts';
import { listKnownBugs, packSignatures, readSignatures, unpackSignatures } from './signatures.ts';

const pyng = loadContract('pyng');
const devdraft = loadContract('devdraft');
const piriod = loadContract('piriod');
const LIST = 'https://api.example/billing/sites/a/customers';

/** A violated requirement with one piece of evidence. */
function violate(
  id: string,
  said: string,
  parts: { readonly urls?: readonly string[]; readonly values?: readonly [unknown, unknown] } = {},
): Result {
  const { urls = [LIST], values = [] } = parts;
  const title = 'MUST conform';
  const [expected, received] = values;
  const exchanges = urls.map((url) => createExchange({ url }));
  const evidence = [
    createEvidence({
      demand: `${title}: ${said}`,
      expected,
      received,
      exchanges,
      curl: urls.map((url) => `curl '${url}'`),
    }),
  ];
  return createResult({
    id,
    title,
    verdict: 'fail',
    reason: `${said[0]?.toUpperCase()}${said.slice(1)}. And 3 more.`,
    evidence,
  });
}

describe('observe', () => {
  const walk = (contract: string, filter: string, ids: readonly string[]): Result => {
    return violate(`${contract}.walk.complete`, `a walk forward in pages of 2 misses 1 row, such as ${ids[1]}`, {
      urls: [`${LIST}?${filter}=x`, `${LIST}?${filter}=x&cursor=1&skip=1`],
      values: [ids, [ids[0], ids[2]]],
    });
  };

  it('sees the same in a list with other names and rows', () => {
    const one = observe(pyng, [walk('pyng', 'state', ['SYD-1', 'SYD-2', 'SYD-3'])]);
    const other = observe(devdraft, [walk('devdraft', 'email', ['abcde', 'bcdef', 'cdefg'])]);
    expect([...one.seen.keys()]).toEqual([...other.seen.keys()]);
    expect([...one.seen.keys()]).toEqual(
      expect.arrayContaining([
        'walk.complete',
        'rows missing',
        'missing one at the only seam',
        'walk.complete @where=later',
      ]),
    );
  });

  it('names filters by what they compare, and fields of items not at all', () => {
    const results = [violate('pyng.filter.state.only-matching', 'x'), violate('pyng.item.state.inferred', 'x')];
    expect([...observe(pyng, results).seen.keys()]).toEqual(
      expect.arrayContaining(['filter.closed.only-matching', 'item']),
    );
  });

  it('holds what is met, unless something of the same role is violated', () => {
    const results = [
      createResult({ id: 'pyng.walk.unique' }),
      createResult({ id: 'pyng.item.state' }),
      violate('pyng.item.linkedAt', 'x'),
      createResult({ id: 'pyng.total.same', verdict: 'inconclusive' }),
    ];
    expect([...observe(pyng, results).met]).toEqual(['walk.unique']);
  });
});

describe('diagnose', () => {
  it('names the kind, the field, what it explains and the request that shows it best', async () => {
    const mock = await createMock({ contract: 'pyng', deviation: 'ties-lost' });
    const target = { contract: 'pyng', ...callerOf('pyng'), baseUrl: mock.url };
    const { causes, results } = await runConformance(target, {
      seed: 7,
      only: ['pyng.walk.*', 'pyng.total.*', 'pyng.end.*'],
    }).report;
    await mock.close();
    const failed = results.filter(({ verdict }) => verdict === 'fail').map(({ id }) => id);
    expect(causes?.[0]).toMatchObject({
      kind: 'ties-lost',
      title: expect.stringContaining('`invitedAt`'),
      curl: [expect.stringMatching(/^curl /), expect.stringMatching(/^curl /)],
    });
    expect(causes?.[0]?.explains).toEqual(expect.arrayContaining(failed));
    expect(causes?.[0]?.summary).toContain(
      'compares `invitedAt` alone, without what tells equal rows apart (as the bug `ties-lost` does).',
    );
  });

  it('finds nothing to say where nothing is violated, and of mere notes', () => {
    expect(diagnose(pyng, [createResult(), createResult({ id: 'b', verdict: 'note' })])).toEqual([]);
  });

  it('says so where the violations are unlike any known bug', () => {
    const [cause, ...others] = diagnose(pyng, [violate('pyng.brand.new', 'the moon is made of cheese')]);
    expect(others).toEqual([]);
    expect(cause).toMatchObject({ title: 'Unlike any known bug', explains: [] });
    expect(cause).not.toHaveProperty('kind');
  });

  const known = (kind: string, bug: string, seen: readonly string[], met: readonly string[] = []): KnownBug => {
    return { contract: 'other', kind, bug, seen, met };
  };
  const knowledge = createKnowledge(
    [
      known('total-of-page', 'total-of-page', ['total.counts', 'number of the page', 'total.same']),
      known('total-of-page', 'total-of-page', ['total.counts', 'number of the page']),
      known('crash', 'quotes-crash', ['answers.no-server-error', 'status 5xx']),
      known('crash', 'nul-crashes', ['answers.no-server-error', 'status 5xx']),
      known('limit-ignored', 'limit-ignored', ['limit.accepted', 'total.same']),
    ],
    {
      threshold: 0.2,
      steps: [
        [0.1, 0.5],
        [0.6, 0.9],
      ],
    },
  );

  it('names several bugs, each with what it explains, and leaves the rest to stand by itself', () => {
    const total = violate('pyng.total.counts', 'a page has a total of 3 in place of 9', { values: [9, 3] });
    const crash = violate('pyng.answers.no-server-error', 'the response is 500');
    const learn = (kind: string, bug: string, result: Result): KnownBug => {
      return known(kind, bug, [...observe(pyng, [result]).seen.keys()]);
    };
    const learned = createKnowledge(
      [
        learn('total-of-page', 'total-of-page', total),
        learn('crash', 'quotes-crash', crash),
        learn('limit-ignored', 'limit-ignored', violate('pyng.limit.accepted', 'y')),
      ],
      { threshold: 0.6, steps: [[0.1, 0.5]] },
    );
    const causes = diagnose(pyng, [total, crash, violate('pyng.links.absolute', 'x')], learned);
    expect(causes.map(({ kind, explains }) => [kind, ...explains]).toSorted()).toEqual([
      ['crash', 'pyng.answers.no-server-error'],
      ['total-of-page', 'pyng.total.counts'],
    ]);
  });

  it('begins with what a failure comes from, however sure it is of what only a warning comes from', () => {
    const total = violate('pyng.total.counts', 'a page has a total of 3 in place of 9', { values: [9, 3] });
    const refused = violate('pyng.limit.accepted', 'y');
    const learn = (kind: string, bug: string, result: Result): KnownBug => {
      return known(kind, bug, [...observe(pyng, [result]).seen.keys()]);
    };
    const learned = createKnowledge(
      [learn('total-of-page', 'total-of-page', total), learn('limit-ignored', 'limit-ignored', refused)],
      { threshold: 0.6, steps: [[0.1, 0.5]] },
    );
    const name = (...results: readonly Result[]): readonly unknown[] =>
      diagnose(pyng, results, learned).map(({ kind }) => kind);
    expect(name({ ...total, verdict: 'warn' }, refused)).toEqual(['limit-ignored', 'total-of-page']);
    expect(name(total, { ...refused, verdict: 'warn' })).toEqual(['total-of-page', 'limit-ignored']);
  });

  /** A page as its response has it. */
  const respond = (contract: typeof pyng, query: string, ids: readonly string[], parts: object = {}): Exchange => {
    const key = contract === pyng ? 'items' : 'data';
    const items = ids.map((id) => ({ [contract.identity.name]: id, ...parts }));
    return createExchange({ url: `${LIST}?${query}`, body: JSON.stringify({ [key]: items }) });
  };
  const show = (
    id: string,
    said: string,
    values: readonly [unknown, unknown],
    exchanges: readonly Exchange[],
  ): Result => {
    const [expected, received] = values;
    const demand = `MUST conform: ${said}`;
    return createResult({
      id,
      title: 'MUST conform',
      verdict: 'fail',
      evidence: [createEvidence({ demand, expected, received, exchanges, curl: [] })],
    });
  };
  const little = createKnowledge(
    [
      known('boundary-off-by-one', 'boundary-row-skipped', ['walk.complete']),
      known('join-duplicates', 'joined-values-repeat-rows', ['walk.complete']),
      known('crash', 'quotes-crash', ['answers.no-server-error']),
    ],
    {
      threshold: 0.5,
      steps: [[0.1, 0.5]],
    },
  );
  const all = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'];

  it('tells by where rows are missing that pages begin one row too late, and by the rest of the rows that they do not', () => {
    const walk = (size: number, pages: readonly (readonly string[])[]): Result => {
      const exchanges = pages.map((ids, index) => respond(pyng, `limit=${size}&cursor=${index}`, ids));
      return show('pyng.walk.complete', `a walk in pages of ${size} misses rows`, [all, pages.flat()], exchanges);
    };
    const late = walk(2, [
      ['a', 'b'],
      ['d', 'e'],
      ['g', 'h'],
    ]);
    const later = walk(3, [
      ['a', 'b', 'c'],
      ['e', 'f', 'g'],
    ]);
    expect(diagnose(pyng, [late, later], little)[0]?.kind).toBe('boundary-off-by-one');
    const twice = walk(2, [
      ['a', 'b'],
      ['b', 'b'],
      ['c', 'd'],
      ['e', 'f'],
      ['g', 'h'],
    ]);
    expect(diagnose(pyng, [twice], little)[0]?.kind).toBe('join-duplicates');
  });

  /** The picture of what a walk in pages of two rows shows. */
  const draw = (
    expected: unknown,
    pages: readonly (readonly string[])[],
    { received = pages.flat() as unknown, cut = 0 } = {},
  ): CausePicture | undefined => {
    const exchanges = pages.map((ids, index) => {
      const exchange = respond(devdraft, `take=2&skip=${2 * index}`, ids);
      return { ...exchange, body: exchange.body.slice(0, exchange.body.length - cut) };
    });
    const said = 'a walk in pages of 2 misses rows';
    const result = show('devdraft.walk.complete', said, [expected, received], exchanges);
    return diagnose(devdraft, [result], little)[0]?.picture;
  };

  it('draws which rows are lost and repeated, and where the pages lie', () => {
    const pages = [
      ['a', 'b'],
      ['d', 'e'],
      ['e', 'f'],
      ['g', 'h'],
    ];
    expect(draw(all, pages)).toEqual({
      requirement: 'devdraft.walk.complete',
      axis: 'list',
      rows: all,
      before: 0,
      after: 0,
      pages: [
        { request: 'GET /billing/sites/a/customers?take=2&skip=0', rows: [0, 1] },
        { request: 'GET /billing/sites/a/customers?take=2&skip=2', rows: [3, 4] },
        { request: 'GET /billing/sites/a/customers?take=2&skip=4', rows: [4, 5] },
        { request: 'GET /billing/sites/a/customers?take=2&skip=6', rows: [6, 7] },
      ],
      lost: [2],
      repeated: [4],
      strange: [],
    });
    // Bodies that were cut take nothing away: what came is known.
    expect(draw(all, pages, { cut: 30 })).toEqual(draw(all, pages));
    const backward = draw(all, [
      ['h', 'g'],
      ['d', 'c'],
      ['b', 'a'],
    ]);
    expect(backward).toMatchObject({ rows: all.toReversed(), lost: [2, 3] });
  });

  it('draws rows that were not to come beside those that they came with', () => {
    expect(
      draw(
        ['a', 'b', 'c'],
        [
          ['a', 'x'],
          ['b', 'c'],
        ],
      ),
    ).toMatchObject({ rows: ['a', 'x', 'b', 'c'], strange: [1] });
  });

  it('draws what came again where nobody knows what was to come', () => {
    const picture = draw('an end', [
      ['a', 'b'],
      ['c', 'd'],
      ['c', 'd'],
    ]);
    expect(picture).toMatchObject({ axis: 'read', rows: ['a', 'b', 'c', 'd'], repeated: [2, 3], lost: [] });
  });

  it('draws nothing where no row is wrong, or it is not known which came', () => {
    expect(
      draw(all, [
        ['a', 'b'],
        ['c', 'd'],
        ['e', 'f'],
        ['g', 'h'],
      ]),
    ).toBeUndefined();
    expect(
      draw(
        all,
        [
          ['a', 'b'],
          ['b', 'c'],
        ],
        { received: 'b' },
      ),
    ).toBeUndefined();
    expect(draw(all, [['a', 'b']], { received: ['a', '… (7 more items)'] })).toBeUndefined();
  });

  it('draws of a long list what lies around the first that is wrong', () => {
    const long = Array.from({ length: 5000 }, (_, index) => `row-${index}`);
    const pages = Array.from({ length: 2500 }, (_, page) => long.slice(2 * page, 2 * page + 2));
    const picture = draw(
      long,
      pages.filter((_, page) => page !== 1500),
    );
    expect(picture?.rows).toHaveLength(400);
    expect(picture?.lost.map((row) => picture.rows[row])).toEqual(['row-3000', 'row-3001']);
    expect((picture?.before ?? 0) + 400 + (picture?.after ?? 0)).toBe(5000);
    expect(picture?.pages.length).toBeLessThan(20);
    expect(picture?.pages.map(({ rows }) => picture.rows[rows[0] ?? -1])).toContain('row-3002');
  });

  it('tells that a documented order is rejected from one that is lost on later pages', () => {
    const said = 'a walk forward in pages of 2 ends in status 400 or an invalid link after 0 pages';
    const refused = [createExchange({ url: `${LIST}?ordering=name`, status: 400, body: '{}' })];
    const [cause] = diagnose(
      piriod,
      [show('piriod.order.by.name.complete', said, ['a next page', 400], refused)],
      little,
    );
    expect(cause).toMatchObject({ kind: 'value-refused', title: 'A documented order by `name` is rejected' });
    expect(cause?.summary).not.toContain('as the bug');
  });

  it('names what else is wrong before a request that gives 500', () => {
    const crash = show(
      'devdraft.answers.no-server-error',
      'the response is 500',
      [undefined, 500],
      [createExchange({ url: `${LIST}?skip=9999999999999999999`, status: 500 })],
    );
    const [first, second] = [1, 2].map((size) =>
      show(
        'devdraft.total.counts',
        'a page has a total of 9 in place of 8',
        [8, 9],
        [respond(devdraft, `take=${size}`, all.slice(0, size))],
      ),
    );
    const causes = diagnose(devdraft, [crash, first ?? crash, second ?? crash], little);
    expect(causes[0]?.kind).toBe('total-off-by-one');
    expect(causes[0]?.explains).not.toContain(crash.id);
  });

  it('does not take for a symptom what the contract leaves open', () => {
    const total = violate('pyng.total.counts', 'a page has a total of 3 in place of 9', { values: [9, 3] });
    const note = { ...violate('pyng.order.unknown', 'the response is 400'), verdict: 'note' as const };
    const { aside, seen } = observe(pyng, [total, note]);
    expect([...aside]).toContain('order.unknown');
    expect(aside.has('total.counts')).toBe(false);
    expect([...seen.keys()]).toEqual(expect.arrayContaining([...aside]));
    expect(observe(pyng, [note]).aside.size).toBe(0);
  });

  it('is as sure as such a match was right', () => {
    const [cause] = diagnose(pyng, [violate('pyng.limit.accepted', 'x'), violate('pyng.total.same', 'x')], knowledge);
    expect(cause).toMatchObject({
      kind: 'limit-ignored',
      title: '`limit` has no effect: every page has the default size',
    });
    expect([0.5, 0.9]).toContain(cause?.confidence);
  });
});

describe('signatures', () => {
  const runs = [
    { contract: 'a', seen: [], met: ['walk.unique', 'total.same'] },
    { contract: 'a', bug: 'ties-lost', seen: ['walk.complete', 'rows missing'], met: ['total.same'] },
    { contract: 'a', bug: 'ties-repeated', seen: ['walk.unique', 'rows missing', 'says once'], met: ['total.same'] },
  ];

  it('are unpacked as they were packed, but for what one bug alone shows', () => {
    const [plain, ...bugs] = unpackSignatures(packSignatures(runs));
    expect(plain).toEqual({ contract: 'a', seen: [], met: ['total.same', 'walk.unique'] });
    expect(bugs).toEqual([
      { contract: 'a', bug: 'ties-lost', seen: ['rows missing', 'walk.complete'], met: ['total.same'] },
      { contract: 'a', bug: 'ties-repeated', seen: ['rows missing', 'walk.unique'], met: ['total.same'] },
    ]);
  });

  it('stay the same when they are packed again', () => {
    const once = packSignatures(runs);
    expect(packSignatures(unpackSignatures(once))).toEqual(once);
  });

  it('that come with the package are of bugs with a kind, and recognize one another', () => {
    const bugs = listKnownBugs(readSignatures()).filter(({ bug }) =>
      /^(?:limit-ignored|limit-plus|quotes|total-of)/.test(bug),
    );
    const { byContract } = scoreBugs(bugs);
    const [found, all] = countFound(byContract, 1);
    expect(found / all).toBeGreaterThan(0.8);
  });
});

describe('BUG_KINDS', () => {
  it('have names and bugs of their own, and say all that is asked', () => {
    const bugs = BUG_KINDS.flatMap((kind) => kind.bugs);
    expect(new Set(bugs).size).toBe(bugs.length);
    expect(new Set(BUG_KINDS.map(({ name }) => name)).size).toBe(BUG_KINDS.length);
    for (const kind of BUG_KINDS) {
      expect(kind.name).toMatch(/^[a-z]+(-[a-z]+)*$/);
      expect(kind.title).not.toMatch(/\.$/);
      expect(kind.suspicion).toMatch(/^[a-z{].*[^.]$/);
      expect(kind.practice).toMatch(/\.$/);
      expect(kind.remedy).toMatch(/\.$/);
    }
    expect(kindOfBug('ties-repeated')?.name).toBe('ties-lost');
    expect(kindOfBug('no-such-bug')).toBeUndefined();
  });
});
