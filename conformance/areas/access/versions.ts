import type { ErrorCondition } from '../../../src/contract/contract.ts';
import type { Check } from '../../check.ts';
import { EVERYTHING } from '../../list/query.ts';
import { expectNoRows, judgeRejection } from '../rejections.ts';

interface InvalidVersion {
  readonly id: string;
  readonly condition: ErrorCondition;
  readonly value: string | undefined;
  readonly what: string;
}

export const checkVersions: Check = {
  id: 'access.versions',
  title: 'Requests the list without a version, and with unknown and retired ones',
  verifies: ['version.missing.*', 'version.unknown.*', 'version.retired.*'],
  cost: 4,
  quick: 0,
  appliesTo: ({ access }) => access.version !== undefined,
  run: async ({ contract, list, confirm }) => {
    const { version } = contract.access;
    if (version === undefined) return;
    const { name } = version.parameter;
    const bent: readonly InvalidVersion[] = [
      { id: 'version.missing', condition: 'missingVersion', value: undefined, what: `a request without \`${name}\`` },
      {
        id: 'version.unknown',
        condition: 'unsupportedVersion',
        value: `${version.known[0] ?? ''}99`,
        what: `an unknown \`${name}\``,
      },
      ...version.retired.map((value): InvalidVersion => {
        return { id: 'version.retired', condition: 'retiredVersion', value, what: `a retired \`${name}\`` };
      }),
    ];
    await confirm(async (ledger) => {
      await Promise.all(
        bent.map(async ({ value, ...expected }) => {
          const answer = await list.ask(EVERYTHING, { headers: { [name]: value }, purpose: 'rejection' });
          expectNoRows(ledger, `${expected.id}.refused`, answer, expected.what);
          judgeRejection(contract, ledger, answer, expected);
        }),
      );
    });
  },
};
