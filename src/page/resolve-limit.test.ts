import { describe, expect, it } from '@jest/globals';
import type { Limit, QuerySyntax } from '../contract/contract.ts';
import { parseQuery } from './parse-query.ts';
import { resolveLimit } from './resolve-limit.ts';
import { DECIMAL, JAVASCRIPT, PYTHON } from './testing/sample-contract.ts';

const BASE = { default: 20, minimum: 1, maximum: 100 };

/** The limit, or the rules that are broken. */
function resolve(raw: string, limit: Limit, syntax: QuerySyntax): number | readonly string[] {
  const reading = resolveLimit(parseQuery(raw), limit, syntax);
  return reading.ok ? reading.limit : reading.violations.map(({ parameter, rule }) => `${parameter} ${rule}`);
}

describe('resolveLimit', () => {
  // As NestJS 11 was recorded, with class-validator behind it.
  it.each([
    ['', 10],
    ['take=', ['take minimum']],
    ['take=0', ['take minimum']],
    ['take=-1', ['take minimum']],
    ['take=101', ['take maximum']],
    ['take=100', 100],
    ['take=abc', ['take maximum', 'take minimum', 'take type']],
    ['take=10&take=20', ['take maximum', 'take minimum', 'take type']],
    ['take=1e1', 10],
    ['take=%2010', 10],
    ['take=0x10', 16],
    ['take=1.5', ['take type']],
  ])('rejects like NestJS: %j gives %j', (raw, expected) => {
    const limit: Limit = {
      ...BASE,
      default: 10,
      parameter: 'take',
      above: 'reject',
      below: 'reject',
      malformed: 'reject',
    };
    expect(resolve(raw, limit, JAVASCRIPT)).toEqual(expected);
  });

  // As Django REST framework 3.16 was recorded.
  it.each([
    ['', 20],
    ['page_size=0', 20],
    ['page_size=-1', 20],
    ['page_size=abc', 20],
    ['page_size=', 20],
    ['page_size=1.5', 20],
    ['page_size=100', 100],
    ['page_size=101', 100],
    ['page_size=99999999999999999999', 100],
    ['page_size=5&page_size=7', 7],
  ])('corrects like Django REST framework: %j gives %j', (raw, expected) => {
    const limit: Limit = { ...BASE, parameter: 'page_size', above: 'clamp', below: 'default', malformed: 'default' };
    expect(resolve(raw, limit, PYTHON)).toEqual(expected);
  });

  it.each([
    ['limit=0', 1],
    ['limit=-7', 1],
    ['limit=1000', 100],
    ['limit=abc', 20],
    ['limit=1&limit=2', 20],
  ])('clamps what has a nearest bound: %j gives %j', (raw, expected) => {
    const limit: Limit = { ...BASE, parameter: 'limit', above: 'clamp', below: 'clamp', malformed: 'clamp' };
    expect(resolve(raw, limit, DECIMAL)).toEqual(expected);
  });

  it('clamps a fraction to an integer within bounds', () => {
    const limit: Limit = { ...BASE, parameter: 'limit', above: 'clamp', below: 'clamp', malformed: 'clamp' };
    expect(resolve('limit=1.5', limit, JAVASCRIPT)).toBe(1);
    expect(resolve('limit=0.5', limit, JAVASCRIPT)).toBe(1);
    expect(resolve('limit=-Infinity', limit, JAVASCRIPT)).toBe(1);
  });

  it('allows zero where the contract does', () => {
    const limit: Limit = {
      ...BASE,
      minimum: 0,
      parameter: 'limit',
      above: 'clamp',
      below: 'reject',
      malformed: 'reject',
    };
    expect(resolve('limit=0', limit, DECIMAL)).toBe(0);
    expect(resolve('limit=-1', limit, DECIMAL)).toEqual(['limit minimum']);
  });
});
