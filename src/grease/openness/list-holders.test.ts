import { describe, expect, it } from '@jest/globals';
import { loadSample } from '../../mock/testing/load-contract.ts';
import { listHolders } from './list-holders.ts';

describe('listHolders', () => {
  it('lists the objects around the items that are not closed', () => {
    const { bodySchema, envelope, ...contract } = loadSample();
    const inner = { ...bodySchema };
    const roles = new Map([
      ['items', ['data', 'things']],
      ['total', ['data', 'count']],
    ] as const);
    const list = (outer: object, held: object): readonly unknown[] => {
      const schema = { type: 'object', properties: { data: { ...inner, ...held } }, ...outer };
      return listHolders({ ...contract, bodySchema: schema, envelope: { ...envelope, roles } }).map(({ at }) => at);
    };
    expect(list({}, {})).toEqual([[], ['data']]);
    expect(list({ additionalProperties: false }, {})).toEqual([['data']]);
    expect(list({}, { additionalProperties: { type: 'string' } })).toEqual([[]]);
  });

  it('lists none where the items are the whole body', () => {
    const { bodySchema: _, ...contract } = loadSample();
    const envelope = { ...contract.envelope, roles: new Map([['items', []]] as const) };
    expect(listHolders({ ...contract, bodySchema: { type: 'array' }, envelope })).toEqual([]);
  });
});
