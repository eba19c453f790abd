import type { Check, CheckContext } from '../../check.ts';
import type { Ledger } from '../../ledger.ts';
import { type Answer, hasPage, type LinkRole, type PageAnswer } from '../../list/answer.ts';
import { fitSize } from '../../list/query.ts';
import { compareWalk } from './walk-comparison.ts';
import { chooseUsual } from './walks.ts';

export const checkJumps: Check = {
  id: 'paging.jumps',
  title: 'Follows links to the first and the last page, and to the page itself',
  verifies: ['jump.*', 'walk.previous'],
  cost: 16,
  appliesTo: ({ envelope: { roles } }) => roles.has('first') || roles.has('last') || roles.has('self'),
  async run(context) {
    const { contract, design, list, survey, confirm } = context;
    const isQuick = design.profile === 'quick';
    const { window } = survey;
    const limit = isQuick
      ? chooseUsual(contract, window)
      : fitSize(contract, Math.max(1, Math.ceil(window.ids.length / 3)));
    await confirm(async (ledger) => {
      const walk = await list.walk({ ...window.query, limit }, { maxPages: 8 });
      // From a page whose neighbour is another than the page that the link leads to.
      const [start, second, far = second] = walk.pages;
      if (start === undefined || second === undefined || far === undefined) {
        for (const id of ['jump.first', 'jump.last', 'jump.self']) {
          ledger.leaveOpen(id, 'the list has no second page');
        }
        return;
      }
      judge(ledger, 'self', await jump(context, second, 'self'), { from: second, expected: second.page.ids });
      judge(ledger, 'first', await jump(context, far, 'first'), { from: far, expected: start.page.ids });
      const last = await jump(context, start, 'last');
      if (walk.ended !== 'end' || !contract.envelope.roles.has('last')) return;
      const length = hasPage(last) ? Math.max(1, last.page.ids.length) : 1;
      judge(ledger, 'last', last, { from: start, expected: walk.ids.slice(-length) });
      if (isQuick || !hasPage(last) || !contract.envelope.roles.has('previous')) return;
      const back = await list.walk({ ...window.query, limit }, { towards: 'previous', from: last, maxPages: 12 });
      compareWalk(contract, ledger, back, window, { complete: 'walk.previous' });
    });
  },
};

async function jump({ contract, list }: CheckContext, from: PageAnswer, role: LinkRole): Promise<Answer | undefined> {
  return contract.envelope.roles.has(role) ? list.go(from, role) : undefined;
}

function judge(
  ledger: Ledger,
  role: 'first' | 'last' | 'self',
  answer: Answer | undefined,
  { from, expected }: { readonly from: PageAnswer; readonly expected: readonly string[] },
): void {
  const id = `jump.${role}`;
  if (answer === undefined) {
    ledger.leaveOpen(id, `a page has no ${role} link or token`);
    return;
  }
  // The order of the rows is tested elsewhere.
  if (sort(answer.page?.ids) === sort(expected)) ledger.exercise(id, 'pages');
  else {
    ledger.violate(id, {
      summary: `the ${role} link or token leads to other rows than the ${role === 'self' ? 'page itself' : `${role} page`}`,
      expected,
      received: answer.page?.ids ?? answer.response.status,
      answers: [from, answer],
    });
  }
}

function sort(ids: readonly string[] | undefined): string {
  return [...(ids ?? [])].sort().join('\n');
}
