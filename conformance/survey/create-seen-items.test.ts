import { describe, expect, it } from '@jest/globals';
import type { Answer, Item } from '../list/answer.ts';
import { EVERYTHING } from '../list/list-query.ts';
import { createSeenItems } from './create-seen-items.ts';

function answer(items: readonly Item[], parts: Partial<Answer> = {}): Answer {
  const page = { items, ids: items.map(({ id }) => String(id)), echo: {}, links: {} };
  return {
    query: EVERYTHING,
    position: {},
    purpose: 'page',
    plain: true,
    response: {} as Answer['response'],
    page,
    ...parts,
  };
}

describe('createSeenItems', () => {
  it('keeps each item as it was last seen', () => {
    const seen = createSeenItems();
    seen.note(answer([{ id: 1, name: 'old' }, { id: 2 }]));
    seen.note(answer([{ id: 1, name: 'new' }]));
    expect([...seen.items]).toEqual([
      ['1', { id: 1, name: 'new' }],
      ['2', { id: 2 }],
    ]);
  });

  it('takes no notice of what others see, of another part of the rows, and of answers without a page', () => {
    const seen = createSeenItems();
    seen.note(answer([{ id: 1 }], { plain: false }));
    seen.note(answer([{ id: 2 }], { query: { ...EVERYTHING, partition: true } }));
    const { page: _page, ...refusal } = answer([{ id: 3 }]);
    seen.note(refusal);
    expect(seen.items.size).toBe(0);
  });
});
