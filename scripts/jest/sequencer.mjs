// Jest begins with the suites that took longest before; of a fresh clone it knows their sizes only, and some of the longest suites are
// small files. One that comes last keeps all cores but one waiting.
import { createRequire } from 'node:module';
import { join, sep } from 'node:path';

/** @typedef {import('@jest/test-sequencer').default} Base */

const require = createRequire(import.meta.url);
const { default: Sequencer } = require('@jest/test-sequencer');

/** Those that take longest: first where all repetitions are made, then by what `npm test` takes. */
const LONGEST = [
  'conformance/invariant.test.ts',
  'conformance/areas/areas.test.ts',
  'src/testing/greased-conformance.test.ts',
  'src/alter/deviations/catalogue.test.ts',
  'src/alter/grease/grease.test.ts',
  'src/audit/good-clients.test.ts',
  'src/server/admin/openapi.test.ts',
  'conformance/jest.test.ts',
  'src/cli/main.test.ts',
  'src/cli/check.test.ts',
  'conformance/areas/checks.test.ts',
  'conformance/silence.test.ts',
  'conformance/hooks/hooks.test.ts',
  'src/cli/control/control-command.test.ts',
  'src/server/admin/session-routes.test.ts',
  'src/server/admin/router.test.ts',
  'src/audit/faulting-lists.test.ts',
  'src/alter/grease/pager.test.ts',
  'conformance/diagnosis/diagnose.test.ts',
  'src/dataset/generate/generated-source.test.ts',
  'src/server/mock.test.ts',
  'src/dataset/generate/any-schema.test.ts',
  'src/testing/model.test.ts',
  'src/audit/audit-client.test.ts',
  'src/server/control/checks.test.ts',
  'src/server/control/recording.test.ts',
  'conformance/run/conformance-run.test.ts',
  'src/alter/faults/response-effects.test.ts',
  'src/server/demos/demos.test.ts',
];

export default class LongestFirst extends Sequencer {
  /**
   * @override
   * @param {Parameters<Base['sort']>[0]} tests
   */
  async sort(tests) {
    const sorted = await super.sort(tests);
    const rankOf = (/** @type {string} */ path) => {
      const rank = LONGEST.findIndex((suite) => path.endsWith(sep + join(suite)));
      return rank === -1 ? LONGEST.length : rank;
    };
    return sorted.toSorted((one, other) => rankOf(one.path) - rankOf(other.path));
  }
}
