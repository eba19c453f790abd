import type { Check, CheckContext } from '../../check.ts';
import type { Ledger } from '../../ledger.ts';
import { hasPage, type PageAnswer } from '../../list/answer.ts';
import { listConditions } from '../../list/conditions.ts';
import { EVERYTHING } from '../../list/query.ts';
import { locateNeighbour } from '../../list/walk.ts';
import { expectNoIdentities, expectNoRows, judgeRejection } from '../rejections.ts';
import { needsCredentials, type OtherCredentials, withoutCredentials } from './schemes.ts';
import { listTamperedCredentials } from './tampered-credentials.ts';

export const checkCredentials: Check = {
  id: 'access.credentials',
  title: 'Requests the list with missing and invalid credentials',
  verifies: [
    'access.missing.*',
    'access.empty.*',
    'access.wrong.*',
    'access.altered.*',
    'access.shortened.*',
    'access.lengthened.*',
    'access.recased.*',
    'access.swapped.*',
    'access.bare.*',
    'access.foreign-scheme.*',
    'access.in-error',
  ],
  cost: 12,
  appliesTo: needsCredentials,
  run: async (context) => {
    const { contract, list, survey } = context;
    await context.confirm(async (ledger) => {
      await Promise.all(
        listTamperedCredentials(contract, list.target).map(async ({ kind, condition, what, sent }) => {
          const answer = await list.ask(EVERYTHING, { ...sent, purpose: 'rejection' });
          expectNoRows(ledger, `access.${kind}.refused`, answer, what);
          expectNoIdentities(ledger, 'access.in-error', answer, survey.seen.keys());
          if (answer.response.status >= 300) {
            judgeRejection(contract, ledger, answer, { id: `access.${kind}`, condition, what });
          }
        }),
      );
      await askWithFilter(context, ledger);
    });
  },
};

/** A filter must not bypass the credentials. */
async function askWithFilter({ contract, list, survey }: CheckContext, ledger: Ledger): Promise<void> {
  const condition = contract.filters.flatMap((filter) =>
    survey.head.items.slice(0, 5).flatMap((item) => listConditions(item, filter)),
  )[0];
  if (condition === undefined) return;
  const answer = await list.ask({ conditions: [condition] }, { ...withoutCredentials(contract), purpose: 'rejection' });
  expectNoRows(ledger, 'access.missing.refused', answer, 'a filtered request without credentials');
}

export const checkHeadersOnNextPage: Check = {
  id: 'access.next-page',
  title: 'Requests the next page without the required headers',
  verifies: ['access.on-next-page', 'access.wrong-on-next-page', 'scope.on-next-page', 'version.on-next-page'],
  cost: 8,
  run: async (context) => {
    const { list } = context;
    const needed = listMissingHeaders(context);
    await context.confirm(async (ledger) => {
      const first = await askFirstOfMany(context);
      if (first === undefined) {
        for (const { id } of needed) ledger.leaveOpen(id, 'the list has fewer than two rows, so there is no next page');
        return;
      }
      await Promise.all(
        needed.map(async ({ id, sent, what }) => {
          const answer = await list.go(first, 'next', { ...sent, purpose: 'rejection' });
          if (answer !== undefined) expectNoRows(ledger, id, answer, `a request for the next page ${what}`);
        }),
      );
    });
  },
};

interface MissingHeader {
  readonly id: string;
  readonly sent: OtherCredentials;
  readonly what: string;
}

/** Headers that each omit or replace one required header. */
function listMissingHeaders({ contract, list }: CheckContext): readonly MissingHeader[] {
  const { scope, version } = contract.access;
  const bent = listTamperedCredentials(contract, list.target);
  const without = (id: string, name: string): MissingHeader => ({
    id,
    sent: { headers: { [name]: undefined } },
    what: `without \`${name}\``,
  });
  return [
    ...bent
      .filter(({ kind }) => kind === 'missing')
      .map(({ sent }) => ({
        id: 'access.on-next-page',
        sent,
        what: `without ${[...Object.keys(sent.headers ?? {}), ...Object.keys(sent.usualQuery ?? {})]
          .map((name) => `\`${name}\``)
          .join(' and ')}`,
      })),
    ...bent
      .filter(({ kind }) => kind === 'wrong')
      .map(({ sent, what }) => ({ id: 'access.wrong-on-next-page', sent, what: `with ${what}` })),
    ...(scope?.in === 'header' ? [without('scope.on-next-page', scope.name)] : []),
    ...(version === undefined ? [] : [without('version.on-next-page', version.parameter.name)]),
  ];
}

/** A first page with a next page; `undefined` when the list has fewer than two rows. */
export async function askFirstOfMany(
  { list }: Pick<CheckContext, 'list'>,
  limit: number = 1,
): Promise<PageAnswer | undefined> {
  const first = await list.ask({ ...EVERYTHING, limit });
  return hasPage(first) && locateNeighbour(list.contract, first, 'next') !== undefined ? first : undefined;
}

/** Sends an invalid parameter without credentials: the response must not depend on the parameter then. */
export const checkOrderOfChecks: Check = {
  id: 'access.order',
  title: 'Sends an invalid parameter without credentials',
  verifies: ['access.before-query'],
  cost: 3,
  appliesTo: needsCredentials,
  run: async ({ contract, list, confirm }) => {
    const { page } = contract;
    const sent = withoutCredentials(contract);
    const malformed = contract.filters
      .filter(({ fields }) => fields.every(({ kind }) => kind !== 'string'))
      .slice(0, 1);
    const wrong: readonly (readonly [string, string])[] = [
      ...(page.limit.parameter === undefined ? [] : [[page.limit.parameter, 'x'] as const]),
      [page.position, '/x'],
      ...malformed.map(({ parameter }) => [parameter, 'x'] as const),
    ];
    await confirm(async (ledger) => {
      const plain = await list.ask(EVERYTHING, { ...sent, purpose: 'rejection' });
      for (const parameter of wrong) {
        const answer = await list.ask(EVERYTHING, { ...sent, parameters: [parameter], purpose: 'rejection' });
        if (answer.response.status === plain.response.status) ledger.exercise('access.before-query', 'rejections');
        else {
          ledger.violate('access.before-query', {
            summary: `without credentials, the response to \`${parameter.join('=')}\` is ${answer.response.status}`,
            expected: plain.response.status,
            received: answer.response.status,
            answers: [plain, answer],
          });
        }
      }
    });
  },
};
