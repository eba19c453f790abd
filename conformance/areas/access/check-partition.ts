import type { Check, CheckContext } from '../../check.ts';
import type { Ledger } from '../../ledger/ledger.ts';
import { EVERYTHING } from '../../list/list-query.ts';
import { listConditions } from '../../list/matching/list-conditions.ts';
import type { Walk } from '../../list/walk.ts';
import { createProbe } from '../../survey/create-probe.ts';
import { expectNoRows } from './expect-no-rows.ts';

/** Reads both parts of the rows; that every row belongs to the part that was asked for is seen by whoever looks at all rows. */
export const checkPartition: Check = {
  id: 'access.partition',
  title: 'reads both parts of the rows, and the one that has to be asked for page by page',
  verifies: ['partition.*'],
  cost: 16,
  appliesTo: ({ access }) => access.partition !== undefined,
  run: async (context) => {
    const { list, confirm } = context;
    await confirm((ledger) => compareParts(context, ledger));
    await confirm((ledger) => walkPart(context, ledger), await createProbe(list, { ...EVERYTHING, partition: true }));
    await confirm((ledger) => askWithoutCredentials(context, ledger));
  },
};

async function compareParts({ contract, list }: CheckContext, ledger: Ledger): Promise<void> {
  const query = { ...EVERYTHING, limit: 5 };
  const [on, off] = await Promise.all(
    [true, false].map((partition) => list.walk({ ...query, partition }, { maxPages: 2 })),
  );
  if (on === undefined || off === undefined || on.ids.length === 0 || off.ids.length === 0) {
    ledger.leaveOpen('partition.apart', 'one of both parts holds no rows');
    return;
  }
  for (const [walk, partition] of [
    [on, true],
    [off, false],
  ] as const) {
    const condition = contract.filters.flatMap((filter) =>
      walk.items.flatMap((item) => listConditions(item, filter)),
    )[0];
    if (condition !== undefined) await list.ask({ conditions: [condition], limit: 5, partition });
  }
  const shared = on.ids.filter((id) => off.ids.includes(id));
  if (shared.length === 0) {
    ledger.exercise('partition.apart', 'rows', on.ids.length + off.ids.length);
    return;
  }
  ledger.violate('partition.apart', {
    summary: `both parts hold ${shared.length} of the same rows`,
    expected: 'no row in both',
    received: shared.slice(0, 5),
    answers: [...on.pages, ...off.pages],
  });
}

/** In one go and in a few pages, the same rows. */
async function walkPart({ list, survey }: CheckContext, ledger: Ledger): Promise<void> {
  const query = { ...EVERYTHING, partition: true };
  const whole = await list.walk({ ...query, limit: survey.pageSize }, { maxPages: 4 });
  const size = Math.ceil(whole.ids.length / 4);
  if (whole.ended !== 'end' || whole.ids.length < 2) {
    ledger.leaveOpen('partition.walk', 'there are too few rows for two pages, or too many to read');
    return;
  }
  const walk = await list.walk({ ...query, limit: Math.max(1, Math.min(size, survey.pageSize)) }, { maxPages: 8 });
  if (walk.ended === 'cap') return;
  if (sorted(walk) === sorted(whole)) ledger.exercise('partition.walk', 'walks of several pages');
  else {
    ledger.violate('partition.walk', {
      summary: `${walk.pages.length} pages hold other rows than ${whole.pages.length}`,
      expected: whole.ids,
      received: walk.ids,
      answers: [...whole.pages, ...walk.pages],
    });
  }
}

function sorted({ ids }: Walk): string {
  return [...ids].sort().join('\n');
}

async function askWithoutCredentials({ contract, list }: CheckContext, ledger: Ledger): Promise<void> {
  const headers = Object.fromEntries(contract.access.credentials.map(({ header }) => [header, undefined]));
  const answer = await list.ask({ ...EVERYTHING, partition: true }, { headers, purpose: 'refusal' });
  expectNoRows(ledger, 'partition.access', answer, 'a request without credentials');
}
