import type { Check, CheckContext } from '../../check.ts';
import type { Ledger } from '../../ledger.ts';
import { hasPage } from '../../list/answer.ts';
import { EVERYTHING, fitSize } from '../../list/query.ts';
import { repeatsParameters } from './requirements.ts';
import { compareWalk, WALK_IDS } from './walk-comparison.ts';
import { chooseSizes, judgeAdjacent, judgeBackward, MIN_PAGES } from './walks.ts';

/** Walks of a small set are in one size with a page between two others, or a few; some servers halve a page, or round. */
export const checkBackwardSizes: Check = {
  id: 'paging.backward-sizes',
  title: 'Goes back to a page between two others in an odd and in an even size',
  verifies: ['walk.adjacent', 'walk.backward', 'walk.complete', 'walk.unique', 'walk.terminates'],
  cost: 8,
  quick: 0,
  appliesTo: (contract) => {
    const { envelope, page } = contract;
    return envelope.roles.has('previous') && !repeatsParameters(contract) && page.limit.parameter !== undefined;
  },
  async run(context) {
    const { contract, design, survey, confirm } = context;
    const { head, window } = survey;
    const walked = chooseSizes(contract, window).filter(
      (size) => size > 1 && window.ids.length > size * (MIN_PAGES - 1),
    );
    const missing = [0, 1].filter((parity) => walked.every((size) => size % 2 !== parity));
    const sizes = missing.flatMap((parity) => {
      const open = design.sizes.left.find((size) => size > 1 && size % 2 === parity && size * 2 < head.ids.length);
      return open === undefined || fitSize(contract, open) !== open ? [] : [open];
    });
    await confirm(
      sizes.map((limit) => (scratch) => goBack(context, scratch, limit)),
      head,
    );
  },
};

async function goBack({ contract, list, design, survey }: CheckContext, ledger: Ledger, limit: number): Promise<void> {
  const walk = await list.walk({ ...EVERYTHING, limit }, { maxPages: MIN_PAGES });
  design.sizes.note(limit, true);
  compareWalk(contract, ledger, walk, survey.head, WALK_IDS);
  const from = walk.pages[MIN_PAGES - 1];
  if (from === undefined || from.page.items.length === 0) return;
  const back = await list.go(from, 'previous', { purpose: 'either' });
  // Whether there is a previous page at all is tested elsewhere.
  if (back === undefined || !hasPage(back)) return;
  judgeAdjacent(ledger, [from, back], survey.head);
  judgeBackward(ledger, { pages: [from, back] }, survey.head);
}
