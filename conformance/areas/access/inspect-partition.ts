import { readField } from '../../../src/contract/read-field.ts';
import type { Inspector } from '../../check.ts';
import { hasPage } from '../../list/answer.ts';

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
