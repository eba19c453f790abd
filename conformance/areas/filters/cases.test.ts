import { describe, expect, it } from '@jest/globals';
import type { Contract, Filter, Json } from '../../../src/contract/contract.ts';
import { parseInstant } from '../../../src/contract/time.ts';
import { fc, grapheme } from '../../../src/testing/properties.ts';
import type { Item } from '../../list/answer.ts';
import { matches } from '../../list/conditions.ts';
import { loadContract } from '../../testing/fake-list.ts';
import { type FilterCase, listKeyCases, listRangeCases } from './cases.ts';
import { shareOut } from './kinds-of-cases.ts';
import { listContainsCases, listEqualityCases } from './text-cases.ts';
import { respellInstant, shiftValue, stripAccents } from './values.ts';

describe('list range cases', () => {
  const numbers = loadContract('pyng');
  const times = loadContract('piriod');

  /** The cases for rows with these values, as `shows value`, doubtful ones with a question mark. */
  function list(contract: Contract, parameter: string, values: readonly Json[]): readonly string[] {
    const filter = contract.filters.find((one) => one.parameter === parameter);
    const [field] = filter?.fields ?? [];
    if (filter === undefined || field === undefined) throw new Error(`there is a filter ${parameter}`);
    const items = values.map((value) => ({ [field.name]: value }));
    return listRangeCases(contract, filter, items).map(({ shows, conditions, isDoubtful }) => {
      expect(conditions).toHaveLength(1);
      return `${shows}${isDoubtful === true ? '?' : ''} ${conditions[0]?.value}`;
    });
  }

  const bounds = (cases: readonly string[]): readonly string[] =>
    cases.flatMap((one) => (one.startsWith('inclusive ') ? [one.slice('inclusive '.length)] : []));

  describe('listRangeCases', () => {
    it('asks at a value, just below it and just above it', () => {
      expect(list(numbers, 'invitedFrom', [1500])).toEqual([
        'inclusive 1500',
        'all-matching 1499',
        'all-matching 1501',
        // As a text, 99 is more than 1500.
        'all-matching? 99',
        'all-matching? 99999',
      ]);
    });

    it('tries zero and less with the other bound, and with the only one', () => {
      const far = (cases: readonly string[]): readonly string[] =>
        cases.flatMap((one) => (one.startsWith('all-matching? ') ? [one.slice('all-matching? '.length)] : []));
      expect(far(list(numbers, 'invitedTo', [1500]))).toEqual(['0', '-1']);
      const alone = { ...numbers, filters: numbers.filters.filter(({ parameter }) => parameter !== 'invitedTo') };
      expect(far(list(alone, 'invitedFrom', [1500]))).toEqual(['99', '99999', '0', '-1']);
    });

    it.each(['2026-01-01T00:00:00Z', '2026-01-01T00:00:00.500Z', '2026-01-01T05:00:00+01:00'])(
      'spells a time near %s in several ways, and once without a zone',
      (value) => {
        const cases = list(times, 'created__gte', [value]);
        expect(bounds(cases)).toEqual([value]);
        // An offset that is ignored makes a lower bound later where it is ahead, and an upper one earlier where it is behind.
        expect(cases.filter((one) => /[+-]\d{2}:\d{2}$/.test(one) && one.startsWith('spellings '))).toEqual([
          expect.stringMatching(/\+05:30$/),
        ]);
        // The other formats are asked for with the other bound.
        const both = [...cases, ...list(times, 'created__lte', [value])];
        const spellings = both.flatMap((one) => (one.startsWith('spellings ') ? [one.slice('spellings '.length)] : []));
        const near = spellings.map((spelling) => Math.abs(Date.parse(spelling) - Date.parse(value)));
        expect(Math.max(...near)).toBeLessThanOrEqual(1000);
        expect(new Set(spellings).size).toBe(spellings.length);
        for (const end of ['Z', '+05:30', '-05:30']) expect(spellings.some((one) => one.endsWith(end))).toBe(true);
        const [zoneless, ...more] = cases.filter((one) => one.startsWith('zoneless '));
        expect([zoneless, more]).toEqual([expect.stringMatching(/^zoneless [\d-]+T[\d:.]+$/), []]);
      },
    );

    it('chooses a value that several rows share, and those at the ends', () => {
      expect(bounds(list(numbers, 'invitedTo', [9, 1, 4, 7, 3, 7]))).toEqual(['7', '4', '1']);
      expect(bounds(list(numbers, 'invitedTo', [2, 8, 5]))).toEqual(['5', '2', '8']);
      expect(bounds(list(numbers, 'invitedTo', [8, 2]))).toEqual(['2', '8']);
    });

    it('takes one time in two spellings for one value', () => {
      const same = ['2026-01-01T00:00:00Z', '2026-01-01T02:00:00+02:00'];
      expect(bounds(list(times, 'created__lte', same))).toEqual(['2026-01-01T00:00:00Z']);
    });

    it('has nothing to ask where no row has a value', () => {
      expect(list(numbers, 'invitedFrom', [null, null])).toEqual([]);
      expect(list(times, 'created__gte', ['yesterday'])).toEqual([]);
    });
  });
});

describe('list key cases', () => {
  const contract = loadContract('wingback');

  function filterOf(parts: Partial<Filter> = {}): Filter {
    const filter = contract.filters.find(({ operator }) => operator === 'hasKey');
    if (filter === undefined) throw new Error('there is a filter by keys');
    return { ...filter, ...parts };
  }

  /** The cases for rows with these maps, as `shows name=value&…`, doubtful ones with a question mark. */
  function list(maps: readonly Json[], parts?: Partial<Filter>): readonly string[] {
    const items = maps.map((metadata, index) => ({ id: `c-${index}`, metadata }));
    return listKeyCases(contract, filterOf(parts), items).map(({ shows, conditions, isDoubtful }) => {
      const sent = conditions.map(({ name, value }) => `${name}=${value}`).join('&');
      return `${shows}${isDoubtful === true ? '?' : ''} ${sent}`;
    });
  }

  describe('listKeyCases', () => {
    it('asks for single keys, what only looks like one, and several of one row', () => {
      expect(list([{ crm: 'acme', tier: 'gold' }, { crm: 'acme' }])).toEqual([
        'all-matching metadata[0]=crm',
        'all-matching metadata[0]=tier',
        'all-matching? metadata[0]=CRM',
        'all-matching? metadata[0]=acme',
        'all-matching? metadata[0]=constructor',
        'every-key metadata[0]=crm&metadata[1]=tier',
        'every-key metadata[0]=tier&metadata[1]=crm',
        'every-key? metadata[0]=crm&metadata[1]=pw-nothing-4f1c9a27',
        'every-key? metadata[0]=pw-nothing-4f1c9a27&metadata[1]=crm',
      ]);
    });

    it('prefers keys of which most rows have only the first ones', () => {
      const maps = [{ a: '1', b: '1', c: '1' }, { a: '1', b: '1' }, { a: '1', b: '1' }, { a: '1' }];
      const several = list(maps).filter((one) => one.startsWith('every-key '));
      expect(several).toEqual([
        // Four rows have the first key of these, and one has both.
        'every-key metadata[0]=a&metadata[1]=c',
        'every-key metadata[0]=b&metadata[1]=c',
        'every-key metadata[0]=a&metadata[1]=b&metadata[2]=c',
      ]);
    });

    it('tries keys that no row has together', () => {
      expect(list([{ a: '1' }, { b: '1' }])).toContain('every-key metadata[0]=a&metadata[1]=b');
    });

    it('takes no key of a row for a value or for another key in other letters', () => {
      const doubtful = list([{ aa: 'bb', AA: 'bb', bb: 'cc' }]).filter((one) => one.startsWith('all-matching?'));
      expect(doubtful).toEqual(['all-matching? metadata[0]=cc', 'all-matching? metadata[0]=constructor']);
      expect(list([{ CRM: '1' }])).toContain('all-matching? metadata[0]=crm');
    });

    it('asks for one key at a time where the parameter takes only one', () => {
      expect(list([{ a: '11', b: '1' }], { serialization: 'plain' })).toEqual([
        'all-matching metadata=a',
        'all-matching metadata=b',
        'all-matching? metadata=A',
        'all-matching? metadata=11',
        'all-matching? metadata=constructor',
      ]);
    });

    it('asks for no more than two keys alone, whatever there is', () => {
      const map = Object.fromEntries(['k', 'l', 'm', 'n', 'o'].map((key) => [key, '1']));
      expect(list([map]).filter((one) => /^all-matching [^&]+$/.test(one))).toHaveLength(2);
      const many = Object.fromEntries(Array.from('abcdefgh', (key) => [key, '1']));
      expect(list([many, { h: '1' }]).filter((one) => one.includes('=h'))).toEqual([]);
      expect(list([{}, null])).toEqual(['all-matching? metadata[0]=constructor']);
    });
  });
});

describe('text cases', () => {
  const devdraft = loadContract('devdraft');
  const piriod = loadContract('piriod');
  const wingback = loadContract('wingback');

  function filterOf({ filters }: Contract, parameter: string, parts: Partial<Filter> = {}): Filter {
    const filter = filters.find((one) => one.parameter === parameter);
    if (filter === undefined) throw new Error(`there is a filter ${parameter}`);
    return { ...filter, ...parts };
  }

  /** As `shows value`, doubtful ones with a question mark. */
  function write(cases: readonly FilterCase[]): readonly string[] {
    return cases.map(({ shows, conditions, isDoubtful }) => {
      expect(conditions).toHaveLength(1);
      return `${shows}${isDoubtful === true ? '?' : ''} ${conditions[0]?.value}`;
    });
  }

  function ask(
    contract: Contract,
    parameter: string,
    items: readonly Item[],
    parts?: Partial<Filter>,
  ): readonly string[] {
    const filter = filterOf(contract, parameter, parts);
    const isPart = filter.operator === 'contains' || filter.operator === 'startsWith';
    return write(isPart ? listContainsCases(contract, filter, items) : listEqualityCases(contract, filter, items));
  }

  const valuesOf = (cases: readonly string[], shows: string): readonly string[] =>
    cases.flatMap((one) => (one.startsWith(`${shows} `) ? [one.slice(shows.length + 1)] : []));

  describe('listEqualityCases', () => {
    it('asks for a value as it is, nearly as it is, and in other letters', () => {
      expect(ask(devdraft, 'email', [{ email: 'a.b@x.test' }, { email: null }])).toEqual([
        'all-matching a.b@x.test',
        'exact? a.b+pw4f1c@x.test',
        'exact? ab@x.test',
        'exact? a.b@x.tes',
        'exact? a.b@_.tes%',
        'exact? .b@x.test',
        'case A.B@X.TEST',
      ]);
    });

    it('tries the beginning with every filter, and the rest with one where the document does not say that the whole value counts', () => {
      const items = [{ email: 'a.b@x.test', name: 'a.b@x.test' }];
      const lists = ['email', 'name'].map((name) => listEqualityCases(piriod, filterOf(piriod, name), items));
      const shared = shareOut(lists, 0)
        .flat()
        .filter(({ shows }) => shows === 'exact');
      expect(shared.map(({ variant }) => variant).sort()).toEqual([
        'beginning',
        'beginning',
        'end',
        'stops',
        'tag',
        'wildcards',
      ]);
      expect(new Set(shared.map(({ conditions: [one] }) => one?.name)).size).toBe(2);
    });

    it('chooses the most common value that some rows lack', () => {
      const items = ['CL', 'CL', 'PE', 'PE', 'PE', 'AR'].map((id) => ({ country: { id } }));
      expect(ask(piriod, 'country', items)[0]).toBe('all-matching PE');
      expect(ask(piriod, 'country', items.slice(0, 2))[0]).toBe('all-matching CL');
      expect(
        ask(wingback, 'plan', [
          { contracts: [{ plan_id: 'p' }] },
          { contracts: [{ plan_id: 'q' }, { plan_id: 'p' }] },
        ])[0],
      ).toBe('all-matching q');
    });

    it('asks as well for a value that is not the first of its row', () => {
      const items = [['p'], ['q', 'r'], ['p']].map((plans) => ({ contracts: plans.map((plan_id) => ({ plan_id })) }));
      expect(valuesOf(ask(wingback, 'plan', items), 'all-matching')).toEqual(['p', 'r']);
    });

    it('asks without the accents of a value, and for an address without its full stops, whichever row has one', () => {
      const items = ['aa@x.test', 'aa@x.test', 'zoë@x.test', 'b.c@x.test'].map((email) => ({ email }));
      const cases = ask(devdraft, 'email', items);
      expect(cases[0]).toBe('all-matching aa@x.test');
      expect(valuesOf(cases, 'case?')).toEqual(['zoe@x.test']);
      expect(valuesOf(cases, 'exact?')).toContain('bc@x.test');
    });

    it('asks for two values at once, and for an address with a full stop that it lacks', () => {
      const cases = ask(devdraft, 'email', [{ email: 'ab@x.test' }, { email: 'cd@x.test' }]);
      expect(valuesOf(cases, 'exact?')).toContain('ab@x.test,cd@x.test');
      expect(valuesOf(cases, 'exact?')).toContain('a.b@x.test');
      const listed = ask(devdraft, 'email', [{ email: 'a,b' }, { email: 'cd' }]);
      expect(valuesOf(listed, 'exact?').filter((value) => value.includes(','))).toEqual(['a,']);
    });

    it('asks for a time in the same second that no row has', () => {
      const time = { ...filterOf(piriod, 'created__gte'), operator: 'equals' } as const;
      const at = (created: string): readonly string[] =>
        valuesOf(write(listEqualityCases(piriod, time, [{ created }])), 'all-matching?');
      expect(at('2026-03-24T02:00:00.079Z')).toEqual(['2026-03-24T02:00:00.579Z']);
      expect(at('2026-03-24T02:00:00Z')).toEqual(['2026-03-24T02:00:00.500Z']);
      expect(at('2026-03-24T02:00:00.750000Z')).toEqual(['2026-03-24T02:00:00.250000Z']);
    });

    it('asks for nothing with spaces at its ends, and little of what is short', () => {
      expect(valuesOf(ask(devdraft, 'email', [{ email: 'a bc' }]), 'exact?')).toEqual(['a b', 'a_b%']);
      expect(valuesOf(ask(devdraft, 'email', [{ email: 'ab' }]), 'exact?')).toEqual(['a']);
      expect(ask(devdraft, 'email', [{ email: '7' }])).toEqual(['all-matching 7']);
    });

    it('has nothing to ask of rows that show no value', () => {
      expect(ask(devdraft, 'email', [{ email: null }, {}])).toEqual([]);
    });

    it('asks for numbers as they are, and for the one next to the middle one', () => {
      const number = { ...filterOf(loadContract('pyng'), 'invitedFrom'), operator: 'equals' } as const;
      expect(write(listEqualityCases(loadContract('pyng'), number, [{ invitedAt: 1500 }]))).toEqual([
        'all-matching 1500',
        'all-matching? 1501',
      ]);
    });

    it('swaps the case of letters that have one counterpart, whatever their alphabet', () => {
      const [value] = valuesOf(ask(devdraft, 'email', [{ email: 'Straße Ωmega ŉ' }]), 'case');
      expect(value).toBe('sTRAßE ωMEGA ŉ');
    });
  });

  describe('listContainsCases', () => {
    const items = [
      { first_name: 'Zoë', last_name: 'Quentin' },
      { first_name: 'Abel', last_name: 'Quentin' },
      { first_name: 'Ines', last_name: 'Ouma' },
    ];

    it('asks for wholes and parts, in any letters, for patterns, and across fields', () => {
      const cases = ask(devdraft, 'name', items);
      expect(valuesOf(cases, 'all-matching')).toEqual(['Quentin', 'Ouma', 'Abel']);
      expect(valuesOf(cases, 'partial')).toEqual(['Que', 'uenti', 'tin', 'z', 'QuentinpwZ']);
      expect(valuesOf(cases, 'case')).toEqual(['QUENTIN', 'qUENTIN', 'zOË']);
      expect(valuesOf(cases, 'literal?')).toEqual(['%', '_', '*', '\\']);
      expect(valuesOf(cases, 'within-field?')).toEqual(['Zoë Que', 'ZoëQue']);
    });

    it('asks for a letter that about half of the rows have', () => {
      const names = ['abx', 'bcx', 'bax', 'dbx'].map((first_name) => ({ first_name }));
      expect(valuesOf(ask(devdraft, 'name', names), 'partial')).toContain('a');
    });

    it('asks for beginnings only where only those are found', () => {
      const cases = ask(devdraft, 'name', items, { operator: 'startsWith' });
      expect(valuesOf(cases, 'partial')).toEqual(expect.arrayContaining(['Que', 'QuentinpwZ']));
      expect(valuesOf(cases, 'partial')).not.toContain('tin');
    });

    it('may be refused other letters where those make another value', () => {
      const cases = ask(devdraft, 'name', items, { ignoreCase: false });
      expect([valuesOf(cases, 'case').length, valuesOf(cases, 'case?').length]).toEqual([0, 3]);
    });

    it('cuts no character in two', () => {
      fc.assert(
        fc.property(fc.array(fc.string({ unit: grapheme, minLength: 1, maxLength: 6 }), { minLength: 1 }), (names) => {
          const rows = names.map((first_name) => ({ first_name }));
          const partial = valuesOf(ask(devdraft, 'name', rows), 'partial');
          for (const value of partial) expect(value).not.toMatch(/\p{Surrogate}/u);
        }),
      );
    });

    it('asks for values, beginnings and a letter that some row has', () => {
      const filter = filterOf(devdraft, 'name');
      fc.assert(
        fc.property(fc.array(fc.stringMatching(/^[A-Za-z ]{1,8}$/), { minLength: 1, maxLength: 6 }), (names) => {
          const rows = names.map((first_name) => ({ first_name }));
          for (const { shows, conditions } of listContainsCases(devdraft, filter, rows)) {
            const [one] = conditions;
            if (one === undefined || one.value.endsWith('pwZ')) continue;
            const isFound = rows.some((row) => matches(row, one, devdraft) === true);
            if (['all-matching', 'partial', 'case'].includes(shows))
              expect([one.value, isFound]).toEqual([one.value, true]);
          }
        }),
      );
    });

    it('has nothing to ask of rows that show no value', () => {
      expect(ask(devdraft, 'name', [{ first_name: null }, {}])).toEqual([]);
    });
  });
});

describe('shareOut', () => {
  const { filters } = loadContract('piriod');
  const texts = filters.filter(({ operator, fields }) => operator === 'equals' && fields[0]?.kind === 'string');

  /** So many cases of a kind, of each of so many filters. */
  function make(filterCount: number, caseCount: number, shows: string): readonly (readonly FilterCase[])[] {
    return texts.slice(0, filterCount).map((filter) => {
      const values = Array.from({ length: caseCount }, (_, index) => `v${index}`);
      return values.map((value) => ({ shows, conditions: [{ filter, name: filter.parameter, value }] }));
    });
  }

  it('tries two filters of several with a kind, others by the seed, and each with something of what it shows', () => {
    const [cut, whole] = [make(4, 1, 'exact'), make(4, 1, 'exact')];
    const lists = cut.map((cases, index) => [
      ...cases.map((one) => ({ ...one, variant: 'beginning' })),
      ...(whole[index] ?? []).map((one) => ({ ...one, variant: 'end' })),
    ]);
    for (const seed of [0, 1, 2, 3]) {
      const shared = shareOut(lists, seed);
      for (const own of shared) expect(own.length).toBeGreaterThan(0);
      const ends = shared.flatMap((own, index) => (own.some(({ variant }) => variant === 'end') ? [index] : []));
      expect(ends).toEqual([(seed + 1) % 4, (seed + 2) % 4].sort());
    }
  });

  it('tries a filter alone with all of its cases, and as many of a kind among several', () => {
    expect(shareOut(make(1, 5, 'partial'), 3)).toEqual(make(1, 5, 'partial'));
    expect(shareOut(make(2, 5, 'partial'), 0).map(({ length }) => length)).toEqual([3, 2]);
    expect(shareOut([], 7)).toEqual([]);
  });

  it('has fewer cases of the kinds that have most, where there are too many', () => {
    const [many = [], few = []] = [make(1, 60, 'partial'), make(1, 2, 'case')];
    const left = shareOut([[...(many[0] ?? []), ...(few[0] ?? [])]], 0).flat();
    expect(left).toHaveLength(44);
    expect(left.filter(({ shows }) => shows === 'case')).toHaveLength(2);
  });

  it('tries every filter with each of its values', () => {
    expect(shareOut(make(4, 3, 'all-matching'), 2)).toEqual(make(4, 3, 'all-matching'));
  });
});

describe('shiftValue', () => {
  it.each([
    ['7', 'number', 1, '8'],
    ['-1', 'number', 1, '0'],
    ['9007199254740993', 'number', 1, '9007199254740994'],
    ['1.5', 'number', 1, undefined],
    ['2026-01-01T00:00:00Z', 'instant', -1, '2025-12-31T23:59:59Z'],
    ['2026-01-01T00:00:00.000Z', 'instant', 1, '2026-01-01T00:00:00.001Z'],
    ['2026-01-01T00:00:00.123456Z', 'instant', -1, '2026-01-01T00:00:00.123455Z'],
    ['2026-01-01T02:00:00.9+02:00', 'instant', 1, '2026-01-01T00:00:01.0Z'],
    ['1969-12-31T23:59:59.5Z', 'instant', -1, '1969-12-31T23:59:59.4Z'],
    ['1970-01-01T00:00:00.000Z', 'instant', -1, '1969-12-31T23:59:59.999Z'],
    ['yesterday', 'instant', 1, undefined],
    ['open', 'string', 1, undefined],
    ['true', 'boolean', 1, undefined],
  ] as const)('%s as %s, %i steps: %s', (text, kind, steps, expected) => {
    expect(shiftValue(text, kind, steps)).toBe(expected);
  });

  it('leads there and back again, and moves by one of the last digit', () => {
    const ms = fc.integer({ min: Date.UTC(1900, 0), max: Date.UTC(2100, 0) });
    fc.assert(
      fc.property(ms, fc.integer({ min: 1, max: 1000 }), (at, steps) => {
        const text = new Date(at).toISOString();
        const later = shiftValue(text, 'instant', steps) ?? '';
        expect(parseInstant(later)).toBeCloseTo(at + steps, 6);
        expect(shiftValue(later, 'instant', -steps)).toBe(text);
      }),
    );
    fc.assert(
      fc.property(fc.bigInt(), fc.integer(), (value, steps) => {
        expect(shiftValue(String(value), 'number', steps)).toBe(String(value + BigInt(steps)));
      }),
    );
  });
});

describe('respellInstant', () => {
  it('spells a time with more digits and in other zones', () => {
    expect(respellInstant('2026-03-01T10:00:00Z')).toEqual([
      '2026-03-01T10:00:00.000Z',
      '2026-03-01T15:30:00+05:30',
      '2026-03-01T04:30:00-05:30',
    ]);
    expect(respellInstant('2026-03-01T10:00:00.250Z')).toContain('2026-03-01T10:00:00.250000Z');
    expect(respellInstant('soon')).toEqual([]);
  });

  it('means the same time in every spelling, and never repeats the given one', () => {
    const ms = fc.integer({ min: Date.UTC(1900, 0), max: Date.UTC(2100, 0) });
    const digits = fc.integer({ min: 0, max: 6 });
    fc.assert(
      fc.property(ms, digits, fc.constantFrom('Z', '+02:00', '-05:30'), (at, count, zone) => {
        const whole = new Date(at).toISOString().slice(0, 19);
        const text = `${whole}${count === 0 ? '' : `.${'123456'.slice(0, count)}`}${zone}`;
        const spellings = respellInstant(text);
        expect(spellings).not.toContain(text);
        expect(spellings.length).toBeGreaterThanOrEqual(2);
        for (const spelling of spellings) expect(parseInstant(spelling)).toBeCloseTo(parseInstant(text) ?? 0, 3);
      }),
    );
  });
});

describe('strip accents', () => {
  const [filter] = loadContract('piriod').filters.filter(({ parameter }) => parameter === 'name');

  function strip(...names: readonly string[]): readonly string[] {
    if (filter === undefined) throw new Error('the contract filters by name');
    return stripAccents(
      filter,
      names.map((name) => ({ name })),
    );
  }

  describe('stripAccents', () => {
    it('takes the accents from the first value that has some, however they are written', () => {
      expect(strip('Plain', 'Café Zoë', 'José')).toEqual(['Cafe Zoe']);
      expect(strip('Café')).toEqual(['Cafe']);
    });

    it('gives nothing where no value has any that can be taken away', () => {
      expect(strip('Plain', '北京', '')).toEqual([]);
      expect(strip('Øre')).toEqual([]);
    });
  });
});
