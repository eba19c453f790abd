import { describe, expect, it } from '@jest/globals';
import { createSampleList } from '../testing/create-sample-list.ts';
import { findList } from './find-list.ts';

describe('findList', () => {
  const list = createSampleList();

  it('finds a list by its id, the first by default', () => {
    expect([findList([list], undefined), findList([list], 'orders')]).toEqual([list, list]);
  });

  it('names what is served', () => {
    expect(() => findList([list], 'x')).toThrow('there is no contract x here; those served are orders');
  });
});
