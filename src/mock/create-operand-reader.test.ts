import { describe, expect, it } from '@jest/globals';
import type { Contract, Filter } from '../contract/contract.ts';
import { fc, grapheme } from '../testing/properties.ts';
import { createOperandReader, type OperandReading } from './create-operand-reader.ts';
import { loadContract, loadSample } from './testing/load-contract.ts';

function filterOf(contract: Contract, parameter: string): Filter {
  const filter = contract.filters.find((candidate) => candidate.parameter === parameter);
  if (filter === undefined) throw new Error(`no filter ${parameter}`);
  return filter;
}

function read(contract: Contract, parameter: string, ...values: string[]): OperandReading {
  return createOperandReader(filterOf(contract, parameter), contract.query)(values);
}

describe('createOperandReader', () => {
  const pyng = loadContract('pyng');
  const piriod = loadContract('piriod');
  const devdraft = loadContract('devdraft');

  it('reads integers', () => {
    expect(read(pyng, 'invitedFrom', '1777593600000')).toEqual({ operand: 1_777_593_600_000 });
    expect(read(pyng, 'invitedFrom', '-1')).toEqual({ operand: -1 });
  });

  it.each(['', ' ', 'abc', '1.5', '1e3', '0x10', ' 1', '2026-05-01'])('says that %p is no integer', (text) => {
    expect(read(pyng, 'invitedFrom', text)).toEqual({ rules: ['type'] });
  });

  it('keeps text as it came', () => {
    fc.assert(
      fc.property(fc.string({ unit: grapheme }), (text) => {
        expect(read(piriod, 'name', text)).toEqual({ operand: text });
      }),
    );
  });

  it('holds text against the values that the parameter may have, to the letter', () => {
    expect(read(devdraft, 'status', 'ACTIVE')).toEqual({ operand: 'ACTIVE' });
    for (const text of ['active', 'FOO', '', 'ACTIVE '])
      expect(read(devdraft, 'status', text)).toEqual({ rules: ['enum'] });
  });

  it.each([
    ['2026-01-31T00:00:00Z', '2026-01-31T00:00:00Z'],
    ['2026-01-31', '2026-01-31T00:00:00Z'],
    ['2026-01-31T12:00:00', '2026-01-31T12:00:00Z'],
    ['2026-01-31 12:00:00', '2026-01-31T12:00:00Z'],
    ['2026-01-31T00:00:00-03:00', '2026-01-31T03:00:00Z'],
  ])('reads %p as the time %s', (text, time) => {
    expect(read(piriod, 'created__gte', text)).toEqual({ operand: Date.parse(time) });
  });

  it.each(['notadate', '2026-02-30T00:00:00Z', '2026-01', '2026-01-31T00:00:00 00:00', '1769817600'])(
    'says that %p is no time',
    (text) => {
      expect(read(piriod, 'created__gte', text)).toEqual({ rules: ['format'] });
    },
  );

  it('asks for zone and time of day where the contract does', () => {
    const strict = loadSample([
      'items: /things',
      'items: /things\n        query: { instants: { withoutZone: reject, withoutTime: reject } }',
    ]);
    expect(read(strict, 'since', '2026-01-31T12:00:00Z')).toEqual({ operand: Date.parse('2026-01-31T12:00:00Z') });
    expect(read(strict, 'since', '2026-01-31T12:00:00')).toEqual({ rules: ['format'] });
    expect(read(strict, 'since', '2026-01-31')).toEqual({ rules: ['format'] });
  });

  it('names the rules that a repeated parameter breaks', () => {
    expect(read(devdraft, 'status', 'ACTIVE', 'ACTIVE')).toEqual({ rules: ['enum'] });
    expect(read(devdraft, 'name', 'a', 'b')).toEqual({ rules: ['repeated'] });
    expect(read(pyng, 'invitedFrom', '1', '2')).toEqual({ rules: ['type'] });
  });

  it('reads bounds, booleans and lists', () => {
    const parameters = `- { name: big, in: query, schema: { type: integer, minimum: 2, maximum: 9 } }
        - { name: on, in: query, schema: { type: boolean } }
        - { name: kinds, in: query, schema: { type: string, pattern: '^[ab,]+$' } }
        - { name: kind,`;
    const contract = loadSample(
      ['- { name: kind,', parameters],
      [
        'kind: { field: kind, operator: equals }',
        'kind: { field: kind, operator: equals }\n          big: { field: sizes/*, operator: gte }\n          on: { field: active, operator: equals }\n          kinds: { field: kind, operator: in }',
      ],
    );
    expect(read(contract, 'big', '9')).toEqual({ operand: 9 });
    expect(read(contract, 'big', '10')).toEqual({ rules: ['maximum'] });
    expect(read(contract, 'big', 'x')).toEqual({ rules: ['maximum', 'minimum', 'type'] });
    expect(read(contract, 'on', 'true')).toEqual({ operand: true });
    expect(read(contract, 'on', 'False')).toEqual({ operand: false });
    expect(read(contract, 'on', '1')).toEqual({ rules: ['type'] });
    expect(read(contract, 'kinds', 'a,b')).toEqual({ operand: ['a', 'b'] });
    expect(read(contract, 'kinds', 'a,c')).toEqual({ rules: ['pattern'] });
  });
});
