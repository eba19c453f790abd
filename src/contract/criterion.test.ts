import { describe, expect, it } from '@jest/globals';
import { fc, grapheme } from '../testing/properties.ts';
import type { Field, ValueKind } from './contract.ts';
import { createPredicate, foldCase } from './criterion.ts';

function field(kind: ValueKind): Field {
  return { name: 'f', path: ['f'], kind, schema: {} };
}

describe('createPredicate', () => {
  it('compares text exactly, or without regard to case', () => {
    const exact = createPredicate({ operator: 'equals', operand: 'Ana', ignoreCase: false }, field('string'));
    const folded = createPredicate({ operator: 'equals', operand: 'ana', ignoreCase: true }, field('string'));
    expect([exact('Ana'), exact('ana'), folded('ANA'), folded('Anna'), folded(null)]).toEqual([
      true,
      false,
      true,
      false,
      false,
    ]);
  });

  it('finds a part of text literally', () => {
    const percent = createPredicate({ operator: 'contains', operand: '%', ignoreCase: true }, field('string'));
    expect([percent('100%'), percent('100')]).toEqual([true, false]);
  });

  it('has inclusive and exclusive bounds', () => {
    const holds = (['gt', 'gte', 'lt', 'lte'] as const).map((operator) => {
      const predicate = createPredicate({ operator, operand: 5, ignoreCase: false }, field('number'));
      return [4, 5, 6].map((value) => predicate(value));
    });
    expect(holds).toEqual([
      [false, false, true],
      [false, true, true],
      [true, false, false],
      [true, true, false],
    ]);
  });

  it('compares instants however they are spelled', () => {
    const predicate = createPredicate(
      { operator: 'equals', operand: Date.UTC(2026, 0, 1), ignoreCase: false },
      field('instant'),
    );
    expect([predicate('2026-01-01T02:00:00+02:00'), predicate('2026-01-01'), predicate('2026-01-02')]).toEqual([
      true,
      true,
      false,
    ]);
  });

  it('compares what is written as text with values of a map', () => {
    const predicate = createPredicate({ operator: 'equals', operand: '3', ignoreCase: false }, field('string'));
    expect([predicate(3), predicate('3'), predicate([3]), predicate({})]).toEqual([true, true, false, false]);
  });

  it('knows the keys of a map, and only its own', () => {
    const has = (key: string): boolean =>
      createPredicate({ operator: 'hasKey', operand: key, ignoreCase: false }, field('string'))({ plan: null });
    expect([has('plan'), has('toString'), has('constructor')]).toEqual([true, false, false]);
  });

  it('matches any of a list, and a beginning', () => {
    const any = createPredicate({ operator: 'in', operand: ['a', 'b'], ignoreCase: false }, field('string'));
    const start = createPredicate({ operator: 'startsWith', operand: 'AB', ignoreCase: true }, field('string'));
    expect([any('a'), any('c'), start('abc'), start('xab')]).toEqual([true, false, true, false]);
  });

  it('finds any text in itself, in whatever case', () => {
    const text = fc.string({ unit: grapheme });
    fc.assert(
      fc.property(text, text, text, (before, part, after) => {
        const predicate = createPredicate(
          { operator: 'contains', operand: part.toLowerCase(), ignoreCase: true },
          field('string'),
        );
        expect(predicate(before + part + after)).toBe(true);
      }),
    );
  });
});

describe('foldCase', () => {
  it('does not depend on what stands beside a letter', () => {
    expect(foldCase('ΣΑΣ')).toBe(foldCase('σας'));
    expect(foldCase('ΟΣΑ')).toContain(foldCase('ΟΣ'));
  });

  it('keeps apart what only looks alike in upper case', () => {
    expect(foldCase('straße')).not.toBe(foldCase('STRASSE'));
    expect(foldCase('ırmak')).not.toBe(foldCase('IRMAK'));
  });
});
