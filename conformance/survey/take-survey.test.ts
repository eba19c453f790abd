import { describe, expect, it } from '@jest/globals';
import type { MockOptions } from '../../src/index.ts';
import { hasPage } from '../list/answer.ts';
import { createListClient } from '../list/create-list-client.ts';
import { EVERYTHING } from '../list/list-query.ts';
import { matches } from '../list/matching/matches.ts';
import { openMockTarget } from '../testing/open-mock-target.ts';
import { createSeenItems } from './create-seen-items.ts';
import { groupTies, listTieKeys } from './sort-values.ts';
import type { Survey } from './survey.ts';
import { takeSurvey } from './take-survey.ts';

interface Surveyed {
  readonly survey: Survey;
  readonly requests: number;
  readonly largestTie: number;
  /** Rows of the window that its own conditions do not match. */
  readonly strangers: number;
  readonly isSame: boolean;
}

async function surveyMock(id: string, options: Omit<MockOptions, 'contract'>): Promise<Surveyed> {
  await using opened = await openMockTarget(id, options);
  const { contract, target } = opened;
  const seen = createSeenItems();
  const list = createListClient(contract, target, { onAnswer: seen.note });
  const opening = await list.ask(EVERYTHING);
  if (!hasPage(opening)) throw new Error(`${id} answers ${opening.response.status}`);
  const survey = await takeSurvey(list, { opening, seen: seen.items });
  const { requests } = target.usage;
  const { items, query } = survey.window;
  const strangers = items.filter((item) => query.conditions.some((one) => matches(item, one, contract) === false));
  return {
    survey,
    requests,
    largestTie: groupTies(items, listTieKeys(contract))[0]?.length ?? 0,
    strangers: strangers.length,
    isSame: await survey.window.reread(),
  };
}

const IDS = ['pyng', 'piriod', 'wingback', 'devdraft'];

describe('takeSurvey', () => {
  it.each(IDS)('carves a small closed set out of 20,000 rows of %s, in a few requests', async (id) => {
    const { survey, requests, strangers, isSame } = await surveyMock(id, { scenario: 'large', size: 20_000 });
    expect([survey.total, survey.head.closed, survey.head.pages.length, survey.window.closed]).toEqual([
      20_000,
      false,
      3,
      true,
    ]);
    expect(survey.window.ids.length).toBeGreaterThanOrEqual(4);
    expect(survey.window.ids.length).toBeLessThanOrEqual(80);
    expect([strangers, isSame, survey.window.total]).toEqual([0, true, survey.window.ids.length]);
    expect(requests).toBeLessThanOrEqual(24);
    expect(survey.seen.size).toBeGreaterThanOrEqual(300);
  });

  it.each(IDS)('looks for rows that %s’s order does not tell apart', async (id) => {
    const { survey, largestTie, strangers } = await surveyMock(id, { scenario: 'ties' });
    expect(survey.window.closed).toBe(true);
    expect(largestTie).toBeGreaterThan(1);
    expect(strangers).toBe(0);
  });

  it.each(IDS)('takes all of few rows of %s, and nothing where there is nothing', async (id) => {
    const { survey } = await surveyMock(id, { scenario: 'empty' });
    expect([survey.head.closed, survey.total, survey.window.closed, survey.window.ids]).toEqual([true, 0, true, []]);
    const few = await surveyMock(id, { scenario: 'one-page', size: 9 });
    expect([few.survey.head.closed, few.survey.window.closed]).toEqual([true, true]);
    expect(few.survey.window.query.conditions).toEqual([]);
  });
});
