import { describe, expect, it } from '@jest/globals';
import { builtInContracts } from '../../contract/load-contracts.ts';
import { loadSample } from '../../mock/testing/load-contract.ts';
import { headerOf, readBody, readText } from '../../mock/testing/read-body.ts';
import { hasTokens, locateNeighbour } from '../../page/page-reader.ts';
import { setParameter } from '../../page/query.ts';
import { type Faulty, idsOf, openFaulty } from '../../testing/altered-lists.ts';
import { createResponseChecker } from '../../testing/create-response-checker.ts';
import { VALID_CONTRACT, writeContract } from '../../testing/write-contract.ts';
import { DEVIATIONS } from '../deviations/catalogue.ts';
import { createDeviantList } from '../deviations/deviation.ts';
import { judgeFault } from './applicability.ts';
import { FAULT_KINDS, type Fault } from './kinds.ts';

describe('rejections', () => {
  const CONTRACTS = builtInContracts();
  const sealed = CONTRACTS.filter((id) => hasTokens(openFaulty(id).contract));

  describe.each(CONTRACTS)('%s', (id) => {
    it('rejects with 429 as it documents it, with the seconds that are wanted', () => {
      const faulty = openFaulty(id, ['rate-limit:retryAfter=17,times=2']);
      const { contract, list } = faulty;
      const response = faulty.ask(faulty.start());
      expect([response.status, headerOf(response, 'retry-after'), response.faults]).toEqual([
        429,
        '17',
        ['rate-limit'],
      ]);
      expect(response.headers.filter(([name]) => /^retry-after$/i.test(name))).toHaveLength(1);
      if (contract.errors.has('rateLimited')) {
        createResponseChecker(contract)(response);
        const usual = list.fail('rateLimited', faulty.start());
        expect(Object.keys(readBody(response) as object)).toEqual(Object.keys(readBody(usual) as object));
      }
      expect([faulty.ask(faulty.start()).status, faulty.ask(faulty.start()).status]).toEqual([429, 200]);
    });

    it.each([
      ['server-error', 500, undefined],
      ['502', 502, undefined],
      ['503', 503, '1'],
      ['503:retryAfter=9', 503, '9'],
    ])('is answered for %s by something that speaks HTML', (fault, status, retryAfter) => {
      const faulty = openFaulty(id, [fault]);
      const response = faulty.ask(faulty.start());
      expect(response).toMatchObject({ status, faults: ['server-error'] });
      expect(headerOf(response, 'content-type')).toMatch(/^text\/html/);
      expect(headerOf(response, 'retry-after')).toBe(retryAfter);
      expect(readText(response)).toContain(`<h1>${status} `);
    });

    it('has its connection reset', () => {
      const faulty = openFaulty(id, ['connection-reset']);
      const response = faulty.ask(faulty.start());
      expect(response).toMatchObject({ delivery: { breaks: 'before-head' }, faults: ['connection-reset'] });
    });

    it('is struck on one page of a walk only, and walked to its end by who tries again', () => {
      const faulty = openFaulty(id, ['503:page=3,times=1']);
      const steps = faulty.walk();
      expect(steps.map(({ response }) => response.status)).toEqual([200, 200, 503]);
      expect(faulty.ask(steps[2]?.request ?? faulty.start()).status).toBe(200);
      expect(idsOf(faulty.walk())).toEqual(idsOf(openFaulty(id).walk()));
    });

    it('is struck whoever asks', () => {
      const faulty = openFaulty(id, ['429']);
      expect(faulty.ask({ ...faulty.start(), headers: {} }).status).toBe(429);
    });
  });

  describe('a 429 whose body names the seconds', () => {
    it('names those that are wanted', () => {
      const faulty = openFaulty('piriod', ['rate-limit:retryAfter=17']);
      expect(readBody(faulty.ask(faulty.start()))).toEqual({
        detail: 'Request was throttled. Expected available in 17 seconds.',
      });
    });

    it('is plain where the contract has none', () => {
      expect(loadSample().errors.has('rateLimited')).toBe(false);
      const faulty = openFaulty('wingback', ['rate-limit']);
      expect(faulty.ask(faulty.start())).toMatchObject({
        status: 429,
        headers: [
          ['Content-Type', 'application/json'],
          ['Retry-After', '1'],
        ],
      });
    });
  });

  describe.each(sealed)('an expired link of %s', (id) => {
    it('is rejected as the contract rejects those that have really expired', () => {
      const faulty = openFaulty(id, ['expired-link:page=2']);
      const [first, second, ...more] = faulty.walk();
      expect([first?.response.faults, second?.response.faults, more]).toEqual([undefined, ['expired-link'], []]);
      const answer = faulty.list.fail('expiredPosition', second?.request ?? faulty.start());
      expect([second?.response.status, second?.response.headers]).toEqual([answer.status, answer.headers]);
      createResponseChecker(faulty.contract)(second?.response ?? answer);
    });

    it('is the first page never', () => {
      const faulty = openFaulty(id, ['expired-link']);
      expect(faulty.ask(faulty.start()).status).toBe(200);
    });

    it('is rejected backward as the contract does it there', () => {
      const faulty = openFaulty(id);
      const { contract, list } = faulty;
      const second = faulty.walk('', 2)[1];
      const back = second?.page && locateNeighbour(contract, second.request, second.page, 'previous');
      if (back === undefined) throw new Error('the second page leads nowhere');
      faulty.board.add({ kind: 'expired-link' });
      const [fault, answer] = [faulty.ask(back), list.fail('invalidBackwardPosition', back)];
      const bare = (text: string): string => text.replace(/"traceId":"[^"]*"/, '');
      expect([fault.status, bare(fault.body)]).toEqual([answer.status, bare(answer.body)]);
    });

    it('is rejected for what else is wrong with it first', () => {
      const faulty = openFaulty(id, ['expired-link']);
      const second = faulty.walk('', 2)[1]?.request ?? faulty.start();
      expect(faulty.ask({ ...second, headers: {} })).not.toHaveProperty('faults');
      expect(faulty.ask(setParameter(second, faulty.contract.page.position, 'x'))).not.toHaveProperty('faults');
    });
  });
});

describe.each(builtInContracts())('the delivery of %s', (id) => {
  it.each([
    ['latency', { delayMs: 1000 }],
    ['latency:ms=30', { delayMs: 30 }],
    ['latency:ms=0', { delayMs: 0 }],
    ['truncated-body', { breaks: 'amid-body' }],
    ['slow-drip', { dripMs: 2000 }],
    ['slow-drip:overMs=9', { dripMs: 9 }],
  ])('is described for %s, and the answer stays', (fault, delivery) => {
    const [faulty, plain] = [openFaulty(id, [fault]), openFaulty(id)];
    const { delivery: found, faults, ...response } = faulty.ask(faulty.start());
    expect(found).toEqual(delivery);
    expect(faults).toEqual([fault.split(':')[0]]);
    const { status, headers, body } = plain.ask(plain.start());
    expect(response).toMatchObject({ status, headers, body });
  });

  it('is late by up to the jitter, the same for the same seed', () => {
    const times = (fault: string): unknown[] => {
      const faulty = openFaulty(id, [fault]);
      return Array.from({ length: 40 }, () => faulty.ask(faulty.start()).delivery?.delayMs);
    };
    const some = times('latency:ms=100,jitterMs=5');
    expect(new Set(some)).toEqual(new Set([100, 101, 102, 103, 104, 105]));
    expect(times('latency:ms=100,jitterMs=5')).toEqual(some);
    expect(times('latency:ms=100,jitterMs=5,seed=2')).not.toEqual(some);
  });

  it('brings a whole body that is no JSON', () => {
    const [faulty, plain] = [openFaulty(id, ['malformed-json']), openFaulty(id)];
    const response = faulty.ask(faulty.start());
    const { body, ...rest } = plain.ask(plain.start());
    expect(response).toEqual({ ...rest, body: expect.anything(), faults: ['malformed-json'] });
    expect(() => readBody(response)).toThrow(/JSON/);
    expect(response.body.length).toBe(body.length + 1);
  });

  it('breaks rejections too', () => {
    const faulty = openFaulty(id, ['429', 'malformed-json', 'truncated-body', 'slow-drip', 'latency']);
    const response = faulty.ask(faulty.start());
    expect(response).toMatchObject({
      status: 429,
      delivery: { breaks: 'amid-body', dripMs: 2000, delayMs: 1000 },
      faults: ['rate-limit', 'malformed-json', 'truncated-body', 'slow-drip', 'latency'],
    });
    expect(() => readBody(response)).toThrow(/JSON/);
  });

  it.each(['malformed-json', 'truncated-body', 'slow-drip'])('has no body to which %s could happen', (fault) => {
    const faulty = openFaulty(id, [fault]);
    expect(faulty.ask(faulty.start('', { method: 'HEAD' })).faults).toBeUndefined();
    faulty.board.add({ kind: 'connection-reset' });
    expect(faulty.ask(faulty.start())).toMatchObject({
      delivery: { breaks: 'before-head' },
      faults: ['connection-reset'],
    });
    expect(faulty.board.list()[0]?.struck).toBe(0);
  });

  it('leaves HTML as it is where JSON is to be broken', () => {
    const faulty = openFaulty(id, ['malformed-json', '502']);
    const response = faulty.ask(faulty.start());
    expect(response.faults).toEqual(['server-error']);
    expect(readText(response)).toMatch(/<\/html>\n$/);
  });
});

describe('opaque links', () => {
  /** What a contract leaves open: tokens of another make, other ones in each answer, and other names around them. */
  const VARIATIONS = DEVIATIONS.filter(({ name }) =>
    [
      'long-tokens',
      'tokens-kept-on-server',
      'position-renamed-in-links',
      'more-link-parameters',
      'short-pages',
    ].includes(name),
  );

  const cases = builtInContracts()
    .filter((id) => hasTokens(openFaulty(id).contract))
    .flatMap((id) =>
      VARIATIONS.filter((deviation) => deviation.appliesTo(openFaulty(id).contract)).map(
        (one) => [id, one.name, one] as const,
      ),
    );

  describe.each(cases)('%s with %s', (id, _name, variation) => {
    const open = (...faults: readonly string[]): Faulty => {
      return openFaulty(id, faults, 'demo', (options) => createDeviantList(variation, options));
    };
    const plain = open().walk();
    const sizes = plain.map(({ ids }) => ids.length);

    it.each(['empty-page', 'short-page'])('loses nothing by %s', (fault) => {
      const steps = open(`${fault}:page=3`).walk();
      expect(idsOf(steps)).toEqual(idsOf(plain));
      expect(steps.map(({ response }) => response.faults?.[0]).slice(0, 5)).toEqual([
        undefined,
        undefined,
        fault,
        undefined,
        undefined,
      ]);
      // The size of a short page depends on the row that it begins with.
      if (variation.name === 'short-pages' && fault === 'short-page') return;
      expect(steps.map(({ ids }) => ids.length).slice(3, 5)).toEqual(sizes.slice(2, 4));
    });

    it('counts pages although rows come before them', () => {
      const steps = open('row-inserted:page=1', 'latency:page=2').walk('', 2);
      expect(steps[1]?.response.faults).toEqual(['latency']);
    });

    it('repeats rows, goes round and expires', () => {
      const [third] = [open('repeated-page:page=3').walk()[2]];
      expect(third?.ids).toEqual(idsOf(plain).slice(2 * (sizes[0] ?? 0) - 7, 2 * (sizes[0] ?? 0)));
      const round = open('cycle:page=2').walk('', 5);
      expect(round.map(({ ids }) => ids)).toEqual([0, 1, 0, 1, 0].map((index) => plain[index]?.ids));
      expect(
        open('expired-link:page=4')
          .walk()
          .map(({ response }) => response.status),
      ).toEqual([200, 200, 200, 400]);
    });
  });
});

describe('brought contract', () => {
  const NUMBERED = 'style: number';
  const SEALED = 'token: { encoding: none }';

  /** The small contract in another style; its pages have a next link at most. */
  function bring(...changes: readonly (readonly [string, string])[]): string {
    return writeContract(changes.reduce((text, [from, to]) => text.replace(from, to), VALID_CONTRACT));
  }

  const asText = ['page, in: query, schema: { type: integer }', 'page, in: query, schema: { type: string }'] as const;
  const styles: readonly (readonly [string, string])[] = [
    ['numbers', bring()],
    ['numbers without links', bring(['          next: /next\n', ''])],
    ['offsets', bring([NUMBERED, 'style: offset'], ['          next: /next\n', ''])],
    ['links of one direction', bring([NUMBERED, `style: links\n          ${SEALED}`], asText)],
    ['tokens of one direction', bring([NUMBERED, `style: keyset\n          ${SEALED}`], asText)],
    [
      'tokens without total',
      bring([NUMBERED, `style: keyset\n          ${SEALED}`], asText, ['        total: /count\n', '']),
    ],
  ];

  describe('a contract whose pages say whether others follow', () => {
    it('says so of the last one, too, once it leads on', () => {
      const file = bring(
        [NUMBERED, `style: links\n          ${SEALED}`],
        asText,
        ['        total: /count\n', '        total: /count\n        hasNext: /more\n'],
        ['count: { type: integer }', 'count: { type: integer }\n        more: { type: boolean }'],
      );
      const whole = 'size=50';
      expect(openFaulty(file).walk(whole)[0]?.page?.read('hasNext')).toBe(false);
      expect(openFaulty(file, ['empty-page']).walk(whole)[0]?.page?.read('hasNext')).toBe(true);
      expect(openFaulty(file, ['cycle']).walk(whole, 1)[0]?.page?.read('hasNext')).toBe(true);
      expect(openFaulty(file, ['short-page']).walk(whole)[0]?.page?.read('hasNext')).toBe(true);
    });
  });

  describe.each(styles)('a contract with %s', (_style, file) => {
    const { contract } = openFaulty(file);
    const pages = openFaulty(file)
      .walk()
      .map(({ ids }) => ids);
    const can = (kind: Fault['kind']): boolean => judgeFault(kind, contract).verdict !== 'not-applicable';
    const canLead = contract.page.style === 'offset' || contract.envelope.roles.has('next');

    it.each(FAULT_KINDS.filter(can))('has %s on its second page, if it leads there', (kind) => {
      const { board, walk, ask, start } = openFaulty(file);
      board.add({ kind, page: 2 });
      const steps = walk('', 2);
      const second = steps[1]?.request ?? start(`size=7&${contract.page.position}=2`);
      const { faults } = steps[1]?.response ?? ask(second);
      expect([steps[0]?.response.faults, faults]).toEqual([undefined, [kind]]);
    });

    it('walks on through faults of pages', () => {
      if (!canLead) return;
      expect(pages.length).toBeGreaterThan(3);
      const isSealed = hasTokens(contract);
      for (const kind of ['empty-page', 'short-page', 'repeated-page'] as const) {
        const steps = openFaulty(file, [`${kind}:page=2`]).walk();
        const isKept = isSealed && kind !== 'repeated-page';
        const others = idsOf(steps.filter((_step, index) => index !== 1));
        if (isKept) expect(idsOf(steps)).toEqual(pages.flat());
        else expect(others).toEqual(pages.filter((_ids, index) => index !== 1).flat());
      }
    });

    it('goes round in a cycle', () => {
      if (!can('cycle')) return;
      const steps = openFaulty(file, ['cycle:page=2']).walk('', 5);
      expect(steps.map(({ ids }) => ids)).toEqual([pages[0], pages[1], pages[0], pages[1], pages[0]]);
    });
  });
});
