import { mkdtempSync, readdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import { PagewrightError } from '../src/contract/error.ts';
import { loadContracts } from '../src/contract/load-contracts.ts';
import { startMock } from '../src/server/mock.ts';
import { fc } from '../src/testing/properties.ts';
import { profile, runs } from '../src/testing/runs.ts';
import { runConformance } from './run/conformance-run.ts';
import { documents } from './testing/contracts.ts';
import { describeCaller } from './testing/mock-target.ts';

const RUNS = runs(40);
/** In milliseconds: a run takes half a second where nothing else is running. */
const TIME_LIMIT = 600_000;

/** What a check finds against the mock of a file, a line each; `undefined` for a file that is refused. */
async function findFaults(file: string): Promise<readonly string[] | undefined> {
  let contracts: ReturnType<typeof loadContracts>;
  try {
    contracts = loadContracts(file);
  } catch (error) {
    // Refused with the place of each mistake, and not by an accident.
    if (!(error instanceof PagewrightError) || error.code !== 'invalid-contract') throw error;
    expect(error.message).toMatch(/:\d+:\d+ /);
    return undefined;
  }
  const mock = await startMock({ contract: file });
  try {
    const found: string[] = [];
    for (const contract of contracts) {
      const report = await runConformance({ contract, ...describeCaller(contract, mock) }, { profile: profile() })
        .report;
      const bad = report.results.filter(({ verdict }) => ['fail', 'warn', 'note', 'error'].includes(verdict));
      found.push(...bad.map(({ id, verdict, reason }) => `${verdict} ${id}: ${reason}`));
      if (report.verdict !== 'pass') found.push(report.stopped ?? report.verdict);
    }
    return found;
  } finally {
    await mock.close();
  }
}

/** Contracts that stand for their kind: the examples, and small ones that were once refused or accused wrongly. */
const COLLECTED = ['../examples/', './testing/collected/'].flatMap((folder) => {
  const path = fileURLToPath(new URL(folder, import.meta.url));
  return readdirSync(path).flatMap((name) => (name.endsWith('.yaml') ? [join(path, name)] : []));
});

/** `npm test` takes some of them, CI all. */
const SOME = COLLECTED.filter((_, index) => index % Math.ceil(COLLECTED.length / runs(COLLECTED.length)) === 0);

describe('what is accepted', () => {
  it.each(SOME.map((file) => [basename(file), file]))('%s is served, and conforms', async (_, file) => {
    expect(await findFaults(file)).toEqual([]);
  });

  it(
    'is served, and conforms',
    async () => {
      const folder = mkdtempSync(join(tmpdir(), 'invariant-'));
      let count = 0;
      let accepted = 0;
      await fc.assert(
        fc.asyncProperty(documents, async (text) => {
          count += 1;
          const file = join(folder, `rows-${count}.yaml`);
          writeFileSync(file, text);
          const faults = await findFaults(file);
          if (faults === undefined) return;
          accepted += 1;
          expect(faults).toEqual([]);
        }),
        // A smaller document would take as many runs again.
        { numRuns: RUNS, endOnFailure: true },
      );
      // Some choices do not go together, but most do.
      expect(accepted).toBeGreaterThan(RUNS / 2);
    },
    TIME_LIMIT,
  );
});
