import type { Contract } from '../../../src/contract/contract.ts';
import type { Check, CheckContext } from '../../check.ts';
import type { Ledger } from '../../ledger.ts';
import type { Answer, PageAnswer } from '../../list/answer.ts';
import { fitSize } from '../../list/query.ts';
import { listItemTokens } from '../../list/walk.ts';
import type { RequirementDraft } from '../../requirement.ts';

/** Rows on a page whose tokens are tried, or from which the other way is. */
const ROWS = 5;

export function listOtherWayDrafts({ page }: Contract): readonly RequirementDraft[] {
  const field = page.style === 'keyset' ? page.itemToken : undefined;
  return [
    ...(field === undefined
      ? []
      : [
          {
            id: 'walk.item-token',
            demand: `go on directly after a row by its \`${field.name}\``,
            entry: ['page', 'itemToken'],
          },
        ]),
    ...(page.also === undefined
      ? []
      : [
          {
            id: 'position.other-way',
            demand: `return by \`${page.also.position}\` the rows that \`${page.position}\` leads to`,
            entry: ['page', 'also'],
          },
        ]),
  ];
}

export const checkOtherWays: Check = {
  id: 'paging.other-ways',
  title: 'Goes on from a row within a page, and by the other parameter for positions',
  verifies: ['walk.item-token', 'position.other-way'],
  cost: 10,
  appliesTo: (contract) => listOtherWayDrafts(contract).length > 0,
  async run(context) {
    const { contract, list, survey, ledger, confirm } = context;
    const { window } = survey;
    const size = Math.max(1, Math.min(ROWS, Math.ceil(window.ids.length / 2)));
    const query = { ...window.query, limit: fitSize(contract, size) };
    if (window.ids.length < 2) {
      for (const { id } of listOtherWayDrafts(contract)) ledger.leaveOpen(id, 'the list has too few rows');
      return;
    }
    await confirm(async (scratch) => {
      const walk = await list.walk(query, { maxPages: 2 });
      const [first] = walk.pages;
      if (first === undefined) return;
      await tryItemTokens(context, scratch, first);
      await tryOtherWay(context, scratch, walk.pages);
    });
  },
};

/** From the first row, the one before the last, and the last. */
async function tryItemTokens(
  { contract, list, survey }: CheckContext,
  ledger: Ledger,
  from: PageAnswer,
): Promise<void> {
  if (contract.page.style !== 'keyset' || contract.page.itemToken === undefined) return;
  const tokens = listItemTokens(contract, from);
  const places = [0, tokens.length - 2, tokens.length - 1].filter((place) => place >= 0);
  const known = survey.window.ids;
  for (const place of new Set(places)) {
    const [value, id] = [tokens[place], from.page.ids[place]];
    const behind = known.slice(known.indexOf(id ?? '') + 1);
    if (id === undefined || !known.includes(id) || (behind.length === 0 && !survey.window.closed)) continue;
    if (value === undefined) {
      const summary = `row ${id} has no \`${contract.page.itemToken.name}\``;
      ledger.violate('walk.item-token', { summary, answers: [from] });
      continue;
    }
    const answer = await list.ask(from.query, { position: { value, direction: 'forward' } });
    const what = `the \`${contract.page.itemToken.name}\` of row ${id}`;
    judgeRows(ledger, 'walk.item-token', answer, { what, expected: behind, from });
  }
}

/** To the start of a page, whose rows are known by then. */
async function tryOtherWay(
  { contract, list, survey }: CheckContext,
  ledger: Ledger,
  pages: readonly PageAnswer[],
): Promise<void> {
  const { also } = contract.page;
  const [first, second] = pages;
  if (also === undefined || first === undefined) return;
  if (second === undefined) {
    ledger.leaveOpen('position.other-way', 'the list has no second page');
    return;
  }
  const value = locate(also, first);
  const answer = await list.ask(first.query, { parameters: [[also.position, value]] });
  const { ids } = survey.window;
  const start = ids.indexOf(second.page.ids[0] ?? '');
  if (start === -1) return;
  const what = `\`${also.position}=${value}\``;
  judgeRows(ledger, 'position.other-way', answer, { what, expected: ids.slice(start), from: second });
}

/** The position of the second page. */
function locate(way: NonNullable<Contract['page']['also']>, { page: { ids } }: PageAnswer): string {
  switch (way.style) {
    case 'number':
      return String(way.first + 1);
    case 'offset':
      return String(way.first + ids.length);
    case 'key':
      return ids.at(-1) ?? '';
  }
}

/** A page may be shorter than expected, but not begin elsewhere, and be without rows only at the end. */
function judgeRows(
  ledger: Ledger,
  id: string,
  answer: Answer,
  { what, expected, from }: { readonly what: string; readonly expected: readonly string[]; readonly from: PageAnswer },
): void {
  const received = answer.page?.ids;
  const start = received?.slice(0, expected.length);
  const isRight = start !== undefined && String(start) === String(expected.slice(0, start.length));
  if (isRight && (start.length > 0 || expected.length === 0)) {
    ledger.exercise(id, 'pages');
    return;
  }
  ledger.violate(id, {
    summary: `${what} leads to other rows than those behind it`,
    expected: expected.slice(0, Math.max(1, received?.length ?? 1)),
    received: received ?? answer.response.status,
    answers: [from, answer],
  });
}
