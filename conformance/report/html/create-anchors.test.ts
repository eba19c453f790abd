import { describe, expect, it } from '@jest/globals';
import { createResult } from '../testing/create-result.ts';
import { createAnchors } from './create-anchors.ts';

describe('createAnchors', () => {
  it('names each result after its id, safely and once', () => {
    const results = ['orders.a', 'x"><b>', 'x"><c>', 'x_b_', 'orders.a'].map((id) => createResult({ id }));
    expect([...createAnchors(results).values()]).toEqual([
      'r-orders.a',
      'r-x_b_',
      'r-x_c_',
      'r-x_b_-2',
      'r-orders.a-2',
    ]);
  });
});
