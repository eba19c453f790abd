import type { Contract, Field, Filter, JsonSchema, Parameter, ValueKind } from '../contract/contract.ts';
import { typesOf } from '../contract/openapi/schema-branches.ts';
import { createOperandReader } from '../mock/filters.ts';
import { findFilter } from '../page/query.ts';

/**
 * Prepares the test of whether a query parameter may have a value: by its declared schema, in the spellings that the contract's
 * queries use. Undeclared parameters may have any value.
 *
 * @returns a function from the decoded name and value
 */
export function createValueTest(contract: Contract): (name: string, value: string) => boolean {
  const declared = new Map(contract.parameters.filter((one) => one.in === 'query').map((one) => [one.name, one]));
  const words = listWords(contract);
  const tests = new Map<Parameter, (value: string) => boolean>();

  function testOf(parameter: Parameter, filter: Filter | undefined): (value: string) => boolean {
    const known = tests.get(parameter) ?? createParameterValueTest(contract, parameter, filter);
    tests.set(parameter, known);
    return known;
  }

  return (name, value) => {
    if (words.get(name)?.includes(value) === true) return true;
    const filter = findFilter(contract, name);
    const parameter = declared.get(name) ?? filter?.declared;
    if (parameter === undefined || (value === '' && contract.query.empty === 'ignore')) return true;
    return testOf(parameter, filter)(value);
  };
}

/** Values that the contract itself defines for parameters, whatever their schemas say. */
function listWords({ page }: Contract): ReadonlyMap<string, readonly string[]> {
  if (page.style === 'number' && page.lastWord !== undefined) return new Map([[page.position, [page.lastWord]]]);
  if (page.style !== 'keyset' || page.direction === undefined) return new Map();
  const { parameter, forward, backward } = page.direction;
  return new Map([[parameter, [forward, backward]]]);
}

function createParameterValueTest(
  { query }: Contract,
  { name, schema, ...parameter }: Parameter,
  filter: Filter | undefined,
): (value: string) => boolean {
  const isList = typesOf(schema).includes('array');
  const isSplit = isList || filter?.operator === 'in';
  const ofValue = openSchema(isList ? ((schema['items'] ?? {}) as JsonSchema) : schema);
  const field: Field = { name, path: [name], kind: kindOf(ofValue), schema: ofValue };
  const read = createOperandReader(
    {
      parameter: name,
      declared: { ...parameter, name, schema: ofValue },
      // The field of a filter may be a time or a number although the parameter's schema says text.
      fields: isList || filter === undefined || filter.fields.length === 0 ? [field] : filter.fields,
      operator: filter === undefined || isSplit ? 'equals' : filter.operator,
      ignoreCase: false,
      serialization: 'plain',
    },
    query,
  );
  return (value) => (isSplit ? value.split(',') : [value]).every((one) => !('rules' in read([one])));
}

/** An open set of values may have others. */
function openSchema(schema: JsonSchema): JsonSchema {
  if (schema['x-extensible-enum'] === undefined) return schema;
  const { enum: _, ...rest } = schema;
  return rest;
}

function kindOf(schema: JsonSchema): ValueKind {
  const types = typesOf(schema);
  if (types.includes('integer') || types.includes('number')) return 'number';
  if (types.includes('boolean')) return 'boolean';
  return schema['format'] === 'date-time' || schema['format'] === 'date' ? 'instant' : 'string';
}
