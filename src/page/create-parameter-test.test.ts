import { describe, expect, it } from '@jest/globals';
import type { Filter, Page } from '../contract/contract.ts';
import { createParameterTest } from './create-parameter-test.ts';
import { LIMIT } from './testing/sample-contract.ts';

const PAGE: Page = {
  style: 'keyset',
  limit: LIMIT,
  position: 'offset',
  token: { encoding: 'none', boundTo: new Set() },
  direction: { parameter: 'direction', forward: 'forward', backward: 'backward' },
};

function createFilter(parameter: string, serialization: Filter['serialization']): Filter {
  return { parameter, fields: [], operator: 'equals', ignoreCase: false, serialization };
}

describe('createParameterTest', () => {
  const isDeclared = createParameterTest({
    page: PAGE,
    parameters: [
      { name: 'state', in: 'query', required: false, schema: {} },
      { name: 'x-version', in: 'header', required: true, schema: {} },
    ],
    order: { by: [], parameter: { name: 'ordering', fields: new Map(), unknown: 'ignore' } },
    filters: [
      createFilter('created__gte', 'plain'),
      createFilter('metadata__*', 'captured'),
      createFilter('metadata', 'indexed'),
    ],
  });

  it.each([
    'state',
    'limit',
    'offset',
    'direction',
    'ordering',
    'created__gte',
    'metadata__order_id',
    'metadata[0]',
    'metadata[12]',
  ])('knows %s', (name) => {
    expect(isDeclared(name)).toBe(true);
  });

  it.each(['x-version', 'State', 'metadata__', 'metadata[]', 'metadata[0', 'created__gte[0]', 'utm_source', ''])(
    'does not know %j',
    (name) => {
      expect(isDeclared(name)).toBe(false);
    },
  );
});
