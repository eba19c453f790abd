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

/** Of a quick run: without a version, and with an unknown one. */
const MAX_QUICK = 2;

export const checkVersions: Check = {
  id: 'access.versions',
  title: 'Requests the list without a version, and with unknown and retired ones',
  verifies: ['version.missing.*', 'version.unknown.*', 'version.retired.*'],
  cost: 4,
  appliesTo: ({ access }) => access.version !== undefined,
  run: async ({ contract, design, list, confirm }) => {
    const { version } = contract.access;
    if (version === undefined) return;
    const { name } = version.parameter;
    const invalid: readonly InvalidVersion[] = [
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
      const tried = design.profile === 'quick' ? invalid.slice(0, MAX_QUICK) : invalid;
      await Promise.all(
        tried.map(async ({ value, ...expected }) => {
          const answer = await list.ask(EVERYTHING, { headers: { [name]: value }, purpose: 'rejection' });
          expectNoRows(ledger, `${expected.id}.refused`, answer, expected.what);
          judgeRejection(contract, ledger, answer, expected);
        }),
      );
    });
  },
};
