import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ORIGIN } from '../../testing/model/session.ts';
import { fc } from '../../testing/properties.ts';
import { runs } from '../../testing/runs.ts';
import { ADMIN_TOKEN, createPageReader } from '../../testing/sessions/session-client.ts';
import { createSessionRun } from '../../testing/sessions/session-run.ts';
import { sessionPools, sessionSteps } from '../../testing/sessions/session-steps.ts';

import { VENDOR_CAST, writeVendorFiles } from '../../testing/sessions/vendors.ts';

import { createMock, type Mock } from '../mock.ts';

/** What may be wrong shows in few runs, each of which has many sessions. */
const NUM_RUNS = runs(3);
const MAX_SESSIONS = runs(100);
/** A run takes a second or two where nothing else does. */
const SECONDS_PER_RUN = 300;

/** Two that differ in case only are two. */
const idOf = (index: number): string => `${index % 2 === 0 ? 's' : 'S'}_${Math.floor(index / 2)}.x-`;

describe('a hundred sessions at once', () => {
  const { contracts, scenarios } = writeVendorFiles();
  const readers = VENDOR_CAST.map(({ vendor }) => createPageReader(vendor));
  let mock: Mock;
  beforeAll(async () => {
    mock = await createMock({
      contract: contracts,
      publicUrl: ORIGIN,
      adminToken: ADMIN_TOKEN,
      journal: { bytes: 2 ** 26 },
    });
  });
  afterAll(() => mock.close());

  function expectUntouched(): void {
    expect(mock.journal.list()).toEqual([]);
    expect(mock.sessions.describe('default').exchanges).toBe(0);
    expect([mock.faults.list(), mock.snapshots.list()]).toEqual([[], []]);
    expect(mock.now()).toBe(scenarios[0].now);
    for (const { vendor } of VENDOR_CAST) {
      const { rows } = mock.rows.list({ contract: vendor.id, limit: 1000 });
      const wanted = scenarios[0].rows[vendor.id] ?? [];
      expect(new Set(rows)).toEqual(new Set(wanted));
    }
  }

  it(
    'are each as if there were no other, by whatever way they are named',
    async () => {
      const script = fc.array(sessionSteps, { minLength: 8, maxLength: 24, size: 'max' });
      const scripts = fc.array(script, { minLength: 2, maxLength: MAX_SESSIONS, size: 'max' });
      await fc.assert(
        fc
          .asyncProperty(sessionPools, fc.noBias(scripts), async (pool, plans) => {
            const runs = plans.map((_, index) => {
              const [id, other] = [idOf(index), idOf((index + 1) % plans.length)];
              return createSessionRun({ mock, id, other, pool, scenarios, readers });
            });
            await settleAll(runs.map((run, index) => run.take(plans[index] ?? [])));
            expectUntouched();
            await settleAll(runs.map((run) => run.compare()));
          })
          .afterEach(() => {
            for (const { id } of mock.sessions.list().slice(1)) mock.sessions.remove(id);
          }),
        { numRuns: NUM_RUNS },
      );
    },
    NUM_RUNS * SECONDS_PER_RUN * 1000,
  );
});

/** Nothing may still be under way when the next run begins. */
async function settleAll(promises: readonly Promise<void>[]): Promise<void> {
  const failed = (await Promise.allSettled(promises)).find(({ status }) => status === 'rejected');
  if (failed !== undefined) await Promise.reject((failed as PromiseRejectedResult).reason);
}
