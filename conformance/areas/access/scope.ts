import type { Contract } from '../../../src/contract/contract.ts';
import type { Check, CheckContext } from '../../check.ts';
import type { Target } from '../../client/target.ts';
import type { Ledger } from '../../ledger.ts';
import { hasPage, type PageAnswer } from '../../list/answer.ts';
import { type AskOptions, EVERYTHING } from '../../list/query.ts';
import { locateNeighbour } from '../../list/walk.ts';
import { expectNoRows, judgeRejection } from '../rejections.ts';
import { describeNeed, findForeign, needForeignScope } from './needs.ts';

const UNKNOWN_SCOPE = 'pw-unknown-4f1c9a27';

export const checkScope: Check = {
  id: 'access.scope',
  title: 'Requests another tenant’s collection, an unknown one, and none',
  verifies: ['scope.foreign.*', 'scope.invented.*', 'scope.missing.*'],
  cost: 8,
  appliesTo: ({ access }) => access.scope !== undefined,
  needs: (contract) => needForeignScope(contract, ['scope.foreign.*']),
  run: async (context) => {
    const { contract, list, confirm } = context;
    const { scope } = contract.access;
    if (scope === undefined) return;
    await confirm(async (ledger) => {
      await askForeign(context, ledger);
      const invented = await list.ask(EVERYTHING, { ...inScope(contract, UNKNOWN_SCOPE), purpose: 'rejection' });
      expectNoRows(ledger, 'scope.invented.refused', invented, `an unknown \`${scope.name}\``);
      if (scope.in !== 'header') return;
      const missing = await list.ask(EVERYTHING, { headers: { [scope.name]: undefined }, purpose: 'rejection' });
      const what = `a request without \`${scope.name}\``;
      expectNoRows(ledger, 'scope.missing.refused', missing, what);
      judgeRejection(contract, ledger, missing, { id: 'scope.missing', condition: 'missingScope', what });
    });
  },
};

async function askForeign({ contract, list }: CheckContext, ledger: Ledger): Promise<void> {
  const { scope } = contract.access;
  const foreign = findForeignScope(contract, list.target);
  if (scope === undefined || foreign === undefined) {
    for (const need of needForeignScope(contract, [])) {
      for (const part of ['refused', 'on-next-page', 'status', 'body']) {
        ledger.leaveOpen(`scope.foreign.${part}`, describeNeed(need));
      }
    }
    return;
  }
  const answer = await list.ask(EVERYTHING, { ...inScope(contract, foreign), purpose: 'rejection' });
  const what = `another tenant’s \`${scope.name}\``;
  expectNoRows(ledger, 'scope.foreign.refused', answer, what);
  if (answer.response.status >= 300) {
    judgeRejection(contract, ledger, answer, { id: 'scope.foreign', condition: 'foreignScope', what });
  }
  await askEncoded({ contract, list }, ledger, foreign);
}

/** Some servers compare the path as it was sent, and read the rows by what it means. */
async function askEncoded(
  { contract, list }: Pick<CheckContext, 'contract' | 'list'>,
  ledger: Ledger,
  foreign: string,
): Promise<void> {
  const { scope } = contract.access;
  const last = foreign.at(-1);
  if (scope?.in !== 'path' || last === undefined || !/[a-z0-9]/i.test(last)) return;
  const escaped = `${encodeURIComponent(foreign.slice(0, -1))}%${last.charCodeAt(0).toString(16)}`;
  const { prefix } = await list.target.base();
  const path = contract.path.replace(`{${scope.name}}`, () => escaped);
  const answer = await list.ask(EVERYTHING, { position: { link: prefix + path }, purpose: 'rejection' });
  expectNoRows(ledger, 'scope.foreign.refused', answer, `another tenant’s \`${scope.name}\`, percent-encoded`);
}

/** Another tenant's collection, as far as one was told. */
export function findForeignScope(
  { access: { scope } }: Pick<Contract, 'access'>,
  { foreignPathParameters }: Pick<Target, 'foreignPathParameters'>,
): string | undefined {
  return scope === undefined ? undefined : findForeign(foreignPathParameters, scope.name);
}

/** Asks for a collection. */
export function inScope({ access: { scope } }: Contract, value: string): AskOptions {
  if (scope === undefined) return {};
  return scope.in === 'path' ? { pathParameters: { [scope.name]: value } } : { headers: { [scope.name]: value } };
}

/** A first page with a next page; `undefined` when the list has fewer than two rows. */
export async function askFirstOfMany(
  { list }: Pick<CheckContext, 'list'>,
  limit: number = 1,
): Promise<PageAnswer | undefined> {
  const first = await list.ask({ ...EVERYTHING, limit });
  return hasPage(first) && locateNeighbour(list.contract, first, 'next') !== undefined ? first : undefined;
}
