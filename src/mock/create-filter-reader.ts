import type { Contract, Field, Filter } from '../contract/contract.ts';
import type { Criterion, Operand } from '../contract/criterion.ts';
import { LITERAL_ASTERISK } from '../contract/read-field.ts';
import type { Query } from '../page/parse-query.ts';
import { readValues } from '../page/read-values.ts';
import { createOperandReader } from './create-operand-reader.ts';
import type { Violation } from './failure.ts';

/** What the filters of a query ask for. */
export interface FilterReading {
  readonly criteria: readonly Criterion[];
  readonly violations: readonly Violation[];
}

/** Reads the values of one filter from a query. */
type FilterReader = (query: Query, criteria: Criterion[], violations: Violation[]) => void;

/**
 * Compiles the reading of filters.
 *
 * @returns a function from a query to one criterion for each filter in it, or the rules that their values break
 */
export function createFilterReader(contract: Pick<Contract, 'filters' | 'query'>): (query: Query) => FilterReading {
  const readers = contract.filters.map((filter) => createReader(filter, contract.query));
  return (query) => {
    const criteria: Criterion[] = [];
    const violations: Violation[] = [];
    if (query.length > 0) for (const read of readers) read(query, criteria, violations);
    return { criteria, violations };
  };
}

function createReader(filter: Filter, syntax: Contract['query']): FilterReader {
  switch (filter.serialization) {
    case 'plain':
      return createPlainReader(filter, syntax);
    case 'indexed':
      return createIndexedReader(filter);
    case 'captured':
      return createCapturedReader(filter, syntax);
  }
}

function createPlainReader(filter: Filter, syntax: Contract['query']): FilterReader {
  const readOperand = createOperandReader(filter, syntax);
  return (query, criteria, violations) => {
    const values = readValues(query, filter.parameter, syntax);
    if (values.length === 0) return;
    const reading = readOperand(values);
    if ('rules' in reading) violations.push(...reading.rules.map((rule) => ({ parameter: filter.parameter, rule })));
    else criteria.push(toCriterion(filter, filter.fields, reading.operand));
  };
}

/** `metadata[0]=a&metadata[1]=b`: each value is a criterion of its own, and all must hold. */
function createIndexedReader(filter: Filter): FilterReader {
  const start = `${filter.parameter}[`;
  return (query, criteria) => {
    for (const [name, value] of query) {
      if (!name.startsWith(start) || !/^\d+\]$/.test(name.slice(start.length))) continue;
      criteria.push(toCriterion(filter, filter.fields, value));
    }
  };
}

/** `metadata__plan=pro`: the key in the name says which field is meant. */
function createCapturedReader(filter: Filter, syntax: Contract['query']): FilterReader {
  const [before = '', after = ''] = filter.parameter.split('*');
  return (query, criteria) => {
    const names = new Set(
      query.map(([name]) => name).filter((name) => name.startsWith(before) && name.endsWith(after)),
    );
    for (const name of names) {
      const key = name.slice(before.length, name.length - after.length);
      const value = readValues(query, name, syntax).at(-1);
      if (key === '' || value === undefined) continue;
      criteria.push(
        toCriterion(
          filter,
          filter.fields.map((field) => fillKey(field, key)),
          value,
        ),
      );
    }
  };
}

function fillKey(field: Field, key: string): Field {
  const path = [...field.path.slice(0, -1), key === '*' ? LITERAL_ASTERISK : key];
  return { ...field, path, name: path.map((segment) => segment.replaceAll('~', '~0').replaceAll('/', '~1')).join('/') };
}

function toCriterion(filter: Filter, fields: readonly Field[], operand: Operand): Criterion {
  return { fields, operator: filter.operator, operand, ignoreCase: filter.ignoreCase };
}
