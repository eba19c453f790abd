import { describe, expect, it } from '@jest/globals';
import { createOpenLists, type Releasable } from './open-lists.ts';

describe('createOpenLists', () => {
  it('releases what was used least recently, unless something would be lost', () => {
    const released: string[] = [];
    const list = (name: string, keeps: boolean = false): Releasable => ({
      release() {
        if (!keeps) released.push(name);
        return !keeps;
      },
    });
    const [a, b, c, d, own] = [list('a'), list('b'), list('c'), list('d'), list('own', true)];
    const open = createOpenLists(2);
    for (const one of [own, a, b]) open.use(one);
    expect(released).toEqual(['a']);
    open.use(c);
    expect(released).toEqual(['a', 'b']);
    // Used again, it is not the next to go.
    for (const one of [a, c, d]) open.use(one);
    expect(released).toEqual(['a', 'b', 'c', 'a', 'c']);
  });
});
