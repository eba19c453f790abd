import { describe, expect, it } from '@jest/globals';
import { fc } from '../testing/properties.ts';
import { createBoundedQueue } from './create-bounded-queue.ts';

describe('createBoundedQueue', () => {
  it('holds the newest as far as there is room', () => {
    const queue = createBoundedQueue<string>({ length: 3, size: 10 });
    for (const word of ['aa', 'bb', 'cc', 'dd']) queue.push(word, word.length);
    expect(queue.toArray()).toEqual(['bb', 'cc', 'dd']);
    queue.push('eeeeeeee', 8);
    expect(queue.toArray()).toEqual(['dd', 'eeeeeeee']);
  });

  it('does not keep what has no room by itself', () => {
    const queue = createBoundedQueue<string>({ length: 3, size: 10 });
    queue.push('a', 1);
    queue.push('b', 11);
    expect(queue).toHaveLength(0);
    queue.push('c', 10);
    expect(queue.toArray()).toEqual(['c']);
  });

  it('behaves as a list from which the oldest are taken', () => {
    const step = fc.oneof(
      { weight: 50, arbitrary: fc.nat(12) },
      { weight: 1, arbitrary: fc.constant('clear' as const) },
    );
    fc.assert(
      fc.property(fc.nat(40), fc.nat(150), fc.array(step, { maxLength: 400, size: 'max' }), (length, size, steps) => {
        const queue = createBoundedQueue<number>({ length, size });
        let model: { readonly value: number; readonly size: number }[] = [];
        for (const [value, one] of steps.entries()) {
          if (one === 'clear') {
            queue.clear();
            model = [];
            continue;
          }
          queue.push(value, one);
          model.push({ value, size: one });
          while (model.length > length || model.reduce((sum, kept) => sum + kept.size, 0) > size) model.shift();
        }
        const values = model.map(({ value }) => value);
        expect(queue.toArray()).toEqual(values);
        expect(queue).toHaveLength(values.length);
        expect([-1, ...values.keys(), values.length].map((index) => queue.at(index))).toEqual([
          undefined,
          ...values,
          undefined,
        ]);
      }),
    );
  });
});
