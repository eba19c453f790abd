import { readField } from '../../../src/contract/read-field.ts';
import type { Check, Inspector } from '../../check.ts';
import { hasPage } from '../../list/answer.ts';
import { EVERYTHING } from '../../list/list-query.ts';

/** Looks at every row whether it belongs to the part of the rows that was asked for. */
export const inspectPartition: Inspector = {
  id: 'access.partition-of-rows',
  title: 'looks at every row for the part that it belongs to',
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
        summary: `the row ${answer.page.ids[strange]} has ${field.name} ${!wanted}, though ${parameter.name} was ${answer.query.partition ?? 'not sent'}`,
        expected: wanted,
        received: !wanted,
        answers: [answer],
      });
    };
  },
};

/** Reads both parts, and follows a link within the one that has to be asked for. */
export const checkPartition: Check = {
  id: 'access.partition',
  title: 'reads both parts of the rows, and a second page of each',
  verifies: ['partition.*'],
  cost: 8,
  appliesTo: ({ access }) => access.partition !== undefined,
  run: async ({ list, confirm }) => {
    await confirm(async (ledger) => {
      const query = { ...EVERYTHING, limit: 5 };
      const walks = await Promise.all(
        [true, false].map((partition) => list.walk({ ...query, partition }, { maxPages: 2 })),
      );
      const [on, off] = walks;
      if (on === undefined || off === undefined || on.ids.length === 0 || off.ids.length === 0) {
        ledger.leaveOpen('partition.apart', 'one of both parts holds no rows');
        return;
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
    });
  },
};
