import { fc } from '../../src/testing/properties.ts';
import type { Item } from '../list/answer.ts';

/** Rows of a list with bounds for `invitedAt`: few times, so that there are ties, and some rows without one. */
export const invitations: fc.Arbitrary<readonly Item[]> = fc
  .array(
    fc.record({
      minute: fc.option(fc.integer({ min: 0, max: 40 }), { nil: null }),
      state: fc.constantFrom('invited', 'linked', 'of another kind'),
    }),
    { maxLength: 120 },
  )
  .map((rows) =>
    rows.map(({ minute, state }, index) => ({
      customerReference: `c-${index}`,
      state,
      invitedAt: minute === null ? null : minute * 60_000,
    })),
  );
