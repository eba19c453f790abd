import { expect, it } from '@jest/globals';
import { branchOf } from '../testing/build-contract.ts';
import { mentionedProperties } from './mentioned-properties.ts';

it('collects the names of properties wherever a schema speaks of the same object', () => {
  const schema = {
    properties: { a: { properties: { inner: {} } } },
    required: ['b'],
    not: { required: ['c'] },
    anyOf: [{ required: ['d'] }, branchOf({ properties: { e: {} } }, { required: ['f'] })],
    dependentSchemas: { g: { required: ['h'] } },
    dependentRequired: { i: ['j'] },
  };
  expect([...mentionedProperties(schema)].sort()).toEqual(['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j']);
});

it('finds none in a boolean schema', () => {
  expect([...mentionedProperties(true)]).toEqual([]);
});
