import type { ErrorCondition } from '../../../src/contract/contract.ts';
import { usualSchemes } from '../../../src/contract/credentials.ts';
import type { Check, CheckContext } from '../../check.ts';
import type { Ledger } from '../../ledger.ts';
import { type Answer, formatRows, hasPage } from '../../list/answer.ts';
import { listConditions, matches } from '../../list/conditions.ts';
import { EVERYTHING } from '../../list/query.ts';

import { expectNoRows, judgeRejection } from '../rejections.ts';
import { describeNeed, needOtherTenant, needRole } from './needs.ts';
import { needsCredentials } from './schemes.ts';
import { askFirstOfMany } from './scope.ts';

const REJECTED_ROLES: Readonly<Record<string, { readonly condition: ErrorCondition; readonly what: string }>> = {
  expired: { condition: 'expiredCredential', what: 'an expired credential' },
  'insufficient-scope': { condition: 'insufficientScope', what: 'a credential without the required scope' },
};

export const checkRejectedRoles: Check = {
  id: 'access.roles',
  title: 'Requests the list with expired and insufficient credentials',
  verifies: ['access.expired.*', 'access.insufficient-scope.*'],
  cost: 6,
  appliesTo: needsCredentials,
  needs: () => Object.entries(REJECTED_ROLES).map(([role, { what }]) => needRole(role, what, [`access.${role}.*`])),
  run: async (context) => {
    for (const [role, { condition, what }] of Object.entries(REJECTED_ROLES)) {
      await checkRole(context, role, { id: `access.${role}`, condition, what });
    }
  },
};

async function checkRole(
  { contract, design, list, ledger, confirm }: CheckContext,
  role: string,
  expected: { readonly id: string; readonly condition: ErrorCondition; readonly what: string },
): Promise<void> {
  const { id, what } = expected;
  if (!list.target.roles.has(role)) {
    for (const part of ['refused', 'on-next-page', 'status', 'body'])
      ledger.leaveOpen(`${id}.${part}`, describeNeed(needRole(role, what, [])));
    return;
  }
  await confirm(async (scratch) => {
    const answer = await list.ask(EVERYTHING, { role, purpose: 'rejection' });
    expectNoRows(scratch, `${id}.refused`, answer, what);
    if (answer.response.status >= 300) judgeRejection(contract, scratch, answer, expected);
    if (design.profile === 'quick') return;
    const first = await askFirstOfMany({ list });
    const next = first === undefined ? undefined : await list.go(first, 'next', { role, purpose: 'rejection' });
    if (next === undefined) scratch.leaveOpen(`${id}.on-next-page`, 'there is no next page');
    else expectNoRows(scratch, `${id}.on-next-page`, next, `a request for the next page with ${what}`);
  });
}

const FEW = 4;
const OTHER_TENANT: readonly string[] = ['access.other-tenant.*', 'access.mixed.refused'];

export const checkOtherTenant: Check = {
  id: 'access.other-tenant',
  title: 'Requests the list as another tenant, also with a link of the first tenant',
  verifies: OTHER_TENANT,
  cost: 8,
  appliesTo: needsCredentials,
  needs: () => [needOtherTenant(OTHER_TENANT)],
  run: async (context) => {
    const { list, ledger, survey } = context;
    const role = 'other-tenant';
    const ids = ['access.other-tenant.no-rows', 'access.other-tenant.links'] as const;
    const why = list.target.roles.has(role)
      ? survey.seen.size === 0 && 'the list has no rows that another tenant could see'
      : describeNeed(needOtherTenant(OTHER_TENANT));
    if (why !== false) {
      for (const id of [...ids, 'access.mixed.refused']) ledger.leaveOpen(id, why);
      return;
    }
    await context.confirm(async (scratch) => {
      const answer = await list.ask(EVERYTHING, { role, purpose: 'either' });
      expectOtherRows(scratch, ids[0], answer, survey.seen);
      if (context.design.profile === 'quick') return;
      await askFiltered(context, scratch, ids[0], role);
      await mixCredentials(context, scratch, role);
      // More than one row, since a single one may have the same identity at both tenants by chance.
      const first = (await askFirstOfMany(context, FEW)) ?? (await askFirstOfMany(context));
      if (first === undefined) {
        scratch.leaveOpen(ids[1], 'the list has no second page to link to');
        return;
      }
      const next = await list.go(first, 'next', { role, purpose: 'either' });
      if (next !== undefined) expectOtherRows(scratch, ids[1], next, survey.seen);
    });
  },
};

/** A filter that matches one row of the first tenant must not return it to the other. */
async function askFiltered(
  { contract, list, survey }: CheckContext,
  ledger: Ledger,
  id: string,
  role: string,
): Promise<void> {
  const telling = contract.filters.flatMap((filter) =>
    survey.head.items.slice(0, 5).flatMap((item) => listConditions(item, filter)),
  );
  const rare = telling.find(
    (one) => survey.head.items.filter((item) => matches(item, one, contract) === true).length === 1,
  );
  if (rare === undefined) return;
  const answer = await list.ask({ conditions: [rare] }, { role, purpose: 'either' });
  expectOtherRows(ledger, id, answer, survey.seen);
}

/** Where several headers make a credential, those of two tenants make none. */
async function mixCredentials({ contract, list }: CheckContext, ledger: Ledger, role: string): Promise<void> {
  const schemes = usualSchemes(contract).filter((scheme) => scheme.in === 'header');
  if (schemes.length < 2) return;
  for (const { parameter: header } of schemes) {
    const headers = { [header]: list.target.readHeader(header) };
    const answer = await list.ask(EVERYTHING, { role, headers, purpose: 'rejection' });
    expectNoRows(
      ledger,
      'access.mixed.refused',
      answer,
      `credential headers of two tenants (\`${header}\` of one, the rest of the other)`,
    );
  }
}

/** Writes to the ledger whether a response has rows of the target's own tenant. */
export function expectOtherRows(
  ledger: Ledger,
  requirement: string,
  answer: Answer,
  seen: ReadonlyMap<string, unknown>,
): void {
  if (!hasPage(answer)) {
    ledger.exercise(requirement, 'rejections');
    return;
  }
  const { ids, items } = answer.page;
  const shown = ids.filter((id) => seen.has(id));
  if (shown.length === 0) {
    ledger.exercise(requirement, 'pages of another tenant');
    return;
  }
  // Identities may be unique within a tenant only: a single one proves nothing unless the whole item is the same.
  const isCopy = items.some((item, index) => JSON.stringify(item) === JSON.stringify(seen.get(ids[index] ?? '')));
  // Rows that are counted have the same numbers everywhere.
  const areCounted = shown.every((id) => /^\d+$/.test(id));
  if (!isCopy && (areCounted || shown.length < 2 || shown.length * 2 < ids.length)) {
    ledger.leaveOpen(requirement, `both tenants have rows with the same identity, such as ${shown[0]}`);
    return;
  }
  ledger.violate(requirement, {
    summary: `another tenant receives ${formatRows(shown.length)}, such as ${shown[0]}`,
    expected: 'none of these rows',
    received: shown.slice(0, 5),
    answers: [answer],
  });
}
