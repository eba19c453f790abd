import { describe, expect, it } from '@jest/globals';
import { chooseList } from './choose-list.ts';
import type { Contract } from './contract.ts';

const [one, other] = ['shop.listOrders', 'shop.listItems'].map((id) => ({ id }) as Contract) as [Contract, Contract];

describe('chooseList', () => {
  it('takes the only list unless another is named', () => {
    expect(chooseList([one])).toBe(one);
    expect(chooseList([one], 'listItems')).toBeUndefined();
  });

  it('takes none of several unless one is named, by its operation or its whole id', () => {
    expect(chooseList([one, other])).toBeUndefined();
    expect(chooseList([one, other], 'listItems')).toBe(other);
    expect(chooseList([one, other], 'shop.listOrders')).toBe(one);
    expect(chooseList([one, other], 'Orders')).toBeUndefined();
  });
});
