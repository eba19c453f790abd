import { describe, expect, it } from '@jest/globals';
import type { Contract, Filter } from '../../../src/contract/contract.ts';
import { fc, grapheme } from '../../../src/testing/properties.ts';
import type { Item } from '../../list/answer.ts';
import { matches } from '../../list/conditions.ts';
import { loadContract } from '../../testing/mock-target.ts';
import type { FilterCase } from './cases.ts';
import { listContainsCases, listEqualityCases } from './text-cases.ts';

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
      'exact? a.b@x.tes',
      'exact? .b@x.test',
      'exact? ab@x.test',
      'exact? a.b@x_test',
      'case A.B@X.TEST',
    ]);
  });

  it('contents itself with one look where the document does not say that the whole value counts', () => {
    expect(ask(piriod, 'email', [{ email: 'a.b@x.test' }])).toEqual([
      'all-matching a.b@x.test',
      'exact? a.b@x.tes',
      'case? A.B@X.TEST',
    ]);
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

  it('asks for nothing with spaces at its ends, and little of what is short', () => {
    expect(valuesOf(ask(devdraft, 'email', [{ email: 'a bc' }]), 'exact?')).toEqual(['a b', 'a _c']);
    expect(valuesOf(ask(devdraft, 'email', [{ email: 'ab' }]), 'exact?')).toEqual(['a']);
    expect(ask(devdraft, 'email', [{ email: '7' }])).toEqual(['all-matching 7']);
  });

  it('has nothing to ask of rows that show no value', () => {
    expect(ask(devdraft, 'email', [{ email: null }, {}])).toEqual([]);
  });

  it('asks for numbers only as they are', () => {
    const number = { ...filterOf(loadContract('pyng'), 'invitedFrom'), operator: 'equals' } as const;
    expect(write(listEqualityCases(loadContract('pyng'), number, [{ invitedAt: 1500 }]))).toEqual([
      'all-matching 1500',
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
    expect(valuesOf(cases, 'case')).toEqual(['QUENTIN', 'quentin', 'qUENTIN', 'zOË']);
    expect(valuesOf(cases, 'literal?')).toEqual(['%', '_', '*', '\\', 'Qu_ntin']);
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
    expect([valuesOf(cases, 'case').length, valuesOf(cases, 'case?').length]).toEqual([0, 4]);
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
