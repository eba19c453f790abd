import { describe, expect, it } from '@jest/globals';
import type { Item } from '../../page/page-reader.ts';
import { showStrangeValues } from './show-strange-values.ts';

const paths = [['kind'], ['parts', '*', 'state']];
const item = { id: 'a', kind: 'OPEN', parts: [{ state: 'New' }, { state: 3 }, null, { state: 'x' }], name: 'n' };
const shown = Array.from({ length: 200 }, (_, seed) => showStrangeValues(item, paths, `${seed}`) as typeof item);

describe('showStrangeValues', () => {
  it('shows other texts in some of the fields, written as those of the field are', () => {
    const kinds = shown.map(({ kind }) => kind).filter((kind) => kind !== 'OPEN');
    expect(kinds.length).toBeGreaterThan(20);
    expect(kinds.length).toBeLessThan(80);
    for (const kind of kinds) expect(kind).toMatch(/^UNHEARD_OF_[0-9A-Z]+$/);
    const states = shown.flatMap(({ parts }) => parts).map((part) => part?.state);
    expect(states.some((state) => /^Unheard of /.test(String(state)))).toBe(true);
    expect(states.some((state) => /^unheard_of_/.test(String(state)))).toBe(true);
  });

  it('leaves all else as it is, and shows the same for the same seed', () => {
    for (const { id, name, parts } of shown) {
      expect([id, name, parts.length, parts[1], parts[2]]).toEqual(['a', 'n', 4, { state: 3 }, null]);
    }
    expect(showStrangeValues(item, paths, '7')).toEqual(shown[7]);
    const other: Item = { kind: null, parts: 'none' };
    expect(showStrangeValues(other, paths, '7')).toEqual(other);
  });
});
