import { describe, expect, it } from '@jest/globals';
import { openMockTarget } from '../testing/mock-target.ts';
import { type Answer, hasPage, type PageAnswer } from './answer.ts';
import { createListClient } from './client.ts';
import { EVERYTHING } from './query.ts';
import type { Walk } from './walk.ts';

describe('create list client', () => {
  function lastOf({ pages }: Walk): { readonly from?: PageAnswer } {
    const from = pages.at(-1);
    return from === undefined ? {} : { from };
  }

  const IDS = ['pyng', 'piriod', 'wingback', 'devdraft'];

  describe('createListClient', () => {
    it.each(IDS)('walks %s forward and backward over the same rows', async (id) => {
      await using opened = await openMockTarget(id);
      const list = createListClient(opened.contract, opened.target);
      const whole = await list.walk({ ...EVERYTHING, limit: 100 });
      const forward = await list.walk({ ...EVERYTHING, limit: 11 });
      const backward = await list.walk({ ...EVERYTHING, limit: 11 }, { towards: 'previous', ...lastOf(forward) });
      expect([forward.ended, backward.ended, forward.pages.length > 3]).toEqual(['end', 'end', true]);
      expect(forward.ids).toEqual(whole.ids);
      expect(backward.ids).toEqual(whole.ids);
      expect(backward.items[0]).toEqual(whole.items[0]);
    });

    it('stops a walk where it is told to', async () => {
      await using opened = await openMockTarget('devdraft');
      const list = createListClient(opened.contract, opened.target);
      const walk = await list.walk({ ...EVERYTHING, limit: 2 }, { maxPages: 3 });
      expect([walk.ended, walk.ids.length, walk.pages.map(({ position }) => position.value)]).toEqual([
        'cap',
        6,
        [undefined, 2, 4],
      ]);
      const exact = await list.walk(
        { ...EVERYTHING, limit: 100 },
        { maxPages: Math.ceil((walk.pages[0]?.page.total ?? 0) / 100) },
      );
      expect(exact.ended).toBe('end');
    });

    it('shows every answer, what it was asked, and how it was reached', async () => {
      const answers: Answer[] = [];
      await using opened = await openMockTarget('pyng');
      const list = createListClient(opened.contract, opened.target, { onAnswer: (answer) => answers.push(answer) });
      const first = await list.ask({ ...EVERYTHING, limit: 2 });
      if (!hasPage(first)) throw new Error('the mock gives a page');
      await list.go(first, 'next', { headers: { authorization: undefined }, purpose: 'rejection' });
      expect(await list.go(first, 'previous')).toBeUndefined();
      expect(answers.map(({ via, plain, purpose, response }) => [via, plain, purpose, response.status])).toEqual([
        [undefined, true, 'page', 200],
        ['next', false, 'rejection', 401],
      ]);
      expect(answers[1]?.page).toBeUndefined();
      expect(answers[1]?.query.limit).toBe(2);
    });

    it('sends a raw query and the parameters of other scopes', async () => {
      await using opened = await openMockTarget('pyng');
      const list = createListClient(opened.contract, opened.target);
      const refused = await list.ask(EVERYTHING, { rawQuery: 'limit=%zz', purpose: 'either' });
      expect(refused.response.url).toMatch(/\/customers\?limit=%zz$/);
      const foreign = await list.ask(EVERYTHING, {
        pathParameters: opened.target.foreignPathParameters,
        purpose: 'rejection',
      });
      expect(foreign.response.status).toBe(403);
    });
  });
});
