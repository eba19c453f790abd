import { describe, expect, it } from '@jest/globals';
import { loadSample } from '../../mock/testing/load-contract.ts';
import { isDocumented, readBlock } from './is-documented.ts';

describe('isDocumented', () => {
  const contract = loadSample();
  it.each([
    [['page', 'next'], true],
    [['order', 'by'], true],
    // Chosen, inferred, and not in the file at all.
    [['page', 'limit', 'outOfRange'], false],
    [['filters', 'since'], false],
    [['page', 'links', 'parameterOrder'], false],
    [['page', 'atEnd', 'more'], false],
  ])('knows what the file says of %s', (path, expected) => {
    expect(isDocumented(contract, path)).toBe(expected);
  });
});

describe('readBlock', () => {
  it('gives the block as it is written', () => {
    expect(readBlock(loadSample())).toMatchObject({ identity: 'id', order: { by: ['-at'] } });
    expect(readBlock({ ...loadSample(), path: '/elsewhere' })).toEqual({});
  });
});
