import type { Parameter } from '../../../src/contract/contract.ts';
import { escapePattern } from '../../../src/contract/text.ts';
import type { Check, CheckContext } from '../../check.ts';
import type { Ledger } from '../../ledger.ts';
import { formatRows, hasPage, isSuccess, type PageAnswer } from '../../list/answer.ts';
import { listConditions } from '../../list/conditions.ts';
import { type AskOptions, type Condition, EVERYTHING, fitSize } from '../../list/query.ts';
import { needForeignScope, needOtherTenant } from '../access/needs.ts';
import { expectOtherRows } from '../access/roles.ts';
import { hasTokens } from './requirements.ts';
import { findToken, type GivenToken } from './token-mutations.ts';

export const checkMovedTokens: Check = {
  id: 'integrity.moved',
  title: 'Sends a token with other filters, another collection and another page size',
  verifies: ['token.other-*', 'access.other-tenant.links'],
  cost: 10,
  appliesTo: hasTokens,
  needs: (contract) => [
    needOtherTenant(['token.other-tenant']),
    ...needForeignScope(contract, ['token.other-scope', 'token.other-tenant']),
  ],
  run: async (context) => {
    const { list, ledger, confirm, survey } = context;
    const isQuick = context.design.profile === 'quick';
    const first = await list.ask({ ...EVERYTHING, limit: 2 }, { memo: isQuick });
    const given = hasPage(first) ? findToken(list, first, 'next') : undefined;
    if (!hasPage(first) || given === undefined) {
      for (const id of ['filters', 'scope', 'tenant', 'limit'])
        ledger.leaveOpen(`token.other-${id}`, 'the list has no second page');
      return;
    }
    await confirm(async (scratch) => {
      await tryOtherFilters(context, scratch, first, given);
      if (!isQuick) await tryOtherLimit(context, scratch, first, given);
    });
    await context.confirm((scratch) => tryOtherTenant(context, scratch, first, given));
    if (isQuick) return;
    const { scope } = list.contract.access;
    const foreign = scope === undefined ? undefined : list.target.foreignPathParameters[scope.name];
    if (scope === undefined || foreign === undefined) {
      ledger.leaveOpen(
        'token.other-scope',
        'not tested without another tenant’s collection: pass --foreign-path-param',
      );
      return;
    }
    await confirm(async (scratch) => {
      const options = moveTo(given, scope.in, scope.name, list.target.pathParameters[scope.name], foreign);
      const answer = await list.ask(first.query, { ...options, purpose: 'rejection' });
      expectOtherRows(scratch, 'token.other-scope', answer, survey.seen);
    });
  },
};

/** In the other tenant's own collection, where the path or a header selects one. */
async function tryOtherTenant(
  { list, survey }: CheckContext,
  ledger: Ledger,
  from: PageAnswer,
  given: GivenToken,
): Promise<void> {
  const { scope } = list.contract.access;
  const foreign = scope === undefined ? undefined : list.target.foreignPathParameters[scope.name];
  if (!list.target.roles.has('other-tenant') || (scope !== undefined && foreign === undefined)) {
    ledger.leaveOpen(
      'token.other-tenant',
      'not tested without another tenant’s credential and collection: pass --as other-tenant and --foreign-path-param',
    );
    return;
  }
  const moved =
    scope === undefined || foreign === undefined
      ? given.replaceWith(given.token)
      : moveTo(given, scope.in, scope.name, list.target.pathParameters[scope.name], foreign);
  const answer = await list.ask(from.query, { ...moved, role: 'other-tenant', purpose: 'rejection' });
  expectOtherRows(ledger, 'access.other-tenant.links', answer, survey.seen);
  if (!isSuccess(answer)) ledger.exercise('token.other-tenant', 'tokens');
  else {
    ledger.violate('token.other-tenant', {
      summary: 'the response to a token of another tenant is a page',
      expected: 'a rejection',
      received: answer.response.status,
      answers: [from, answer],
    });
  }
}

function moveTo(
  given: GivenToken,
  where: Parameter['in'],
  name: string,
  own: string | undefined,
  foreign: string,
): AskOptions {
  const options = given.replaceWith(given.token);
  if (where !== 'path') return { ...options, headers: { [name]: foreign } };
  const link = options.position?.link;
  if (link === undefined || own === undefined) return { ...options, pathParameters: { [name]: foreign } };
  return { position: { link: link.replace(`/${encodeURIComponent(own)}`, () => `/${encodeURIComponent(foreign)}`) } };
}

async function tryOtherFilters(
  { list, survey }: CheckContext,
  ledger: Ledger,
  from: PageAnswer,
  given: GivenToken,
): Promise<void> {
  const condition = findCondition(list.contract.filters, survey.head.items);
  if (condition === undefined) {
    ledger.leaveOpen('token.other-filters', 'no row has a value that a filter accepts');
    return;
  }
  const options = given.replaceWith(given.token);
  const link = options.position?.link;
  const added = `${encodeURIComponent(condition.name)}=${encodeURIComponent(condition.value)}`;
  const moved =
    link === undefined ? options : { position: { link: `${link}${link.includes('?') ? '&' : '?'}${added}` } };
  const query = { ...from.query, ...(link === undefined ? { conditions: [condition] } : {}) };
  const answer = await list.ask(query, { ...moved, purpose: 'rejection' });
  if (!isSuccess(answer)) {
    ledger.exercise('token.other-filters', 'tokens');
    return;
  }
  ledger.violate('token.other-filters', {
    summary: `the response to a token for all rows is a page when \`${condition.name}=${condition.value}\` is added`,
    expected: 'a rejection',
    received: answer.response.status,
    answers: [from, answer],
  });
}

function findCondition(
  filters: CheckContext['contract']['filters'],
  items: CheckContext['survey']['head']['items'],
): Condition | undefined {
  // With the value of a default, the filters are the same.
  for (const filter of filters.filter((one) => one.default === undefined)) {
    for (const item of items) {
      const [condition] = listConditions(item, filter);
      if (condition !== undefined) return condition;
    }
  }
  return undefined;
}

async function tryOtherLimit(
  { list }: CheckContext,
  ledger: Ledger,
  from: PageAnswer,
  given: GivenToken,
): Promise<void> {
  const { limit } = list.contract.page;
  if (limit.parameter === undefined || fitSize(list.contract, 1) === from.query.limit) {
    ledger.leaveOpen('token.other-limit', 'the contract has no other page size that is small enough');
    return;
  }
  const options = given.replaceWith(given.token);
  const link = options.position?.link;
  const sized = new RegExp(`([?&]${escapePattern(encodeURIComponent(limit.parameter))}=)\\d+`);
  if (link !== undefined && !sized.test(link)) {
    ledger.leaveOpen('token.other-limit', 'links do not repeat the page size');
    return;
  }
  const size = fitSize(list.contract, 1);
  const moved = link === undefined ? options : { position: { link: link.replace(sized, `$1${size}`) } };
  const [usual, answer] = await Promise.all([
    list.go(from, 'next'),
    list.ask({ ...from.query, limit: size }, { ...moved, purpose: 'either' }),
  ]);
  const count = answer.page?.items.length;
  if (count === size && answer.page?.ids[0] === usual?.page?.ids[0]) {
    ledger.exercise('token.other-limit', 'tokens');
    return;
  }
  ledger.violate('token.other-limit', {
    summary: `with \`${limit.parameter}=${size}\` in place of ${from.query.limit}, the response for the next page is ${answer.response.status} with ${formatRows(count)}`,
    expected: usual?.page?.ids.slice(0, size) ?? formatRows(size),
    received: answer.page?.ids ?? answer.response.status,
    answers: [from, answer],
  });
}
