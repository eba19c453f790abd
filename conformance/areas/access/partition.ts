import { readField } from '../../../src/contract/field-values.ts';
import type { Check, CheckContext, Inspector } from '../../check.ts';
import type { Ledger } from '../../ledger.ts';
import { formatRows, hasPage } from '../../list/answer.ts';
import { listConditions } from '../../list/conditions.ts';
import { EVERYTHING } from '../../list/query.ts';
import type { Walk } from '../../list/walk.ts';
import { createProbe } from '../../survey/window.ts';

/** That every row is in the right partition is checked by `inspectPartition`. */
export const checkPartition: Check = {
  id: 'access.partition',
  title: 'Reads both partitions, and the selected one page by page',
  verifies: ['partition.*'],
  cost: 16,
  appliesTo: ({ access }) => access.partition !== undefined,
  run: async (context) => {
    const { list, confirm } = context;
    await confirm((ledger) => compareParts(context, ledger));
    if (context.design.profile === 'quick') return;
    await confirm((ledger) => walkPart(context, ledger), await createProbe(list, { ...EVERYTHING, partition: true }));
  },
};

async function compareParts({ contract, list, design }: CheckContext, ledger: Ledger): Promise<void> {
  const query = { ...EVERYTHING, limit: 5 };
  const isQuick = design.profile === 'quick';
  const [on, off] = await Promise.all([
    list.walk({ ...query, partition: true }, { maxPages: isQuick ? 2 : 1 }),
    // The first page of all is that of the usual part.
    isQuick ? list.walk(EVERYTHING, { maxPages: 1 }) : list.walk({ ...query, partition: false }, { maxPages: 1 }),
  ]);
  if (on.ids.length === 0 || off.ids.length === 0) {
    ledger.leaveOpen('partition.apart', 'one of the partitions has no rows');
    return;
  }
  for (const [walk, partition] of isQuick
    ? []
    : ([
        [on, true],
        [off, false],
      ] as const)) {
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
    summary: `both partitions contain ${formatRows(shared.length)}, such as ${shared[0]}`,
    expected: 'no row in both partitions',
    received: shared.slice(0, 5),
    answers: [...on.pages, ...off.pages],
  });
}

/** The same rows in one page and in several. */
async function walkPart({ list, survey }: CheckContext, ledger: Ledger): Promise<void> {
  const query = { ...EVERYTHING, partition: true };
  const whole = await list.walk({ ...query, limit: survey.pageSize }, { maxPages: 4 });
  const size = Math.ceil(whole.ids.length / 3);
  if (whole.ended !== 'end' || whole.ids.length < 2) {
    ledger.leaveOpen('partition.walk', 'the partition has too few rows for two pages, or too many to read');
    return;
  }
  const walk = await list.walk({ ...query, limit: Math.max(1, Math.min(size, survey.pageSize)) }, { maxPages: 8 });
  if (walk.ended === 'cap') return;
  if (sorted(walk) === sorted(whole)) ledger.exercise('partition.walk', 'walks of several pages');
  else {
    ledger.violate('partition.walk', {
      summary: `the rows of ${walk.pages.length} pages differ from those of ${whole.pages.length}`,
      expected: whole.ids,
      received: walk.ids,
      answers: [...whole.pages, ...walk.pages],
    });
  }
}

function sorted({ ids }: Walk): string {
  return [...ids].sort().join('\n');
}

export const inspectPartition: Inspector = {
  id: 'access.partition-of-rows',
  title: 'Checks the partition of every row',
  verifies: ['partition.on', 'partition.off'],
  prepare({ access: { partition } }) {
    if (partition === undefined) return () => {};
    const { parameter, field } = partition;
    return (answer, ledger) => {
      if (!hasPage(answer)) return;
      const wanted = answer.query.partition ?? false;
      const requirement = wanted ? 'partition.on' : 'partition.off';
      const values = answer.page.items.map((item) => readField(item, field.path)[0]);
      const strange = values.indexOf(!wanted);
      ledger.exercise(requirement, 'rows', values.filter((value) => value === wanted).length);
      if (strange < 0) return;
      ledger.violate(requirement, {
        summary: `row ${answer.page.ids[strange]} has \`${field.name}\` ${!wanted} although \`${parameter.name}\` was ${answer.query.partition ?? 'not sent'}`,
        expected: wanted,
        received: !wanted,
        answers: [answer],
      });
    };
  },
};
