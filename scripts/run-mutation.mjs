// Runs the suite against every deviation of every contract, and writes down which requirements kill it. Needs a build.
// Usage: node scripts/run-mutation.mjs [--check] [--all] [--only <contract or deviation>]…
//   --check  writes nothing; fails when a mutant survives that conformance/MUTATION.md has as killed, or shows later than there, when a
//            variation is accused, or a check or inspector kills nothing any more. To take a fifth of the time, it tries the
//            requirement that killed a mutant before first, and has a whole run only where that does not kill it, and with every second
//            deviation for one contract each; variations are tried in a quick run with every second contract, examples with half of their
//            share
//   --all    tries every deviation with the examples, too, of which it otherwise tries a share; writes only what the suite saw of
//            them, by which it knows bugs again
import './compile-less.mjs';
import { readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { isMainThread, parentPort, Worker } from 'node:worker_threads';
import { checkDiagnosis, renewSignatures, rescoreSignatures, writeDiagnosis } from './diagnosis-report.mjs';
import { isQuickTurn, isTurn, listMutants, runMutant } from './mutants.mjs';
import {
  findLosses,
  findProblems,
  formatMatrix,
  listSurvivors,
  listTrialsOfIdle,
  readKills,
} from './mutation-report.mjs';

const FILE = fileURLToPath(new URL('../conformance/MUTATION.md', import.meta.url));

if (isMainThread) await main();
else parentPort?.on('message', async (mutant) => parentPort?.postMessage(await runMutant(mutant)));

async function main() {
  const { values } = parseArgs({
    options: {
      check: { type: 'boolean', default: false },
      all: { type: 'boolean', default: false },
      only: { type: 'string', multiple: true, default: [] },
    },
  });
  const isPart = values.only.length > 0;
  const isShort = values.check && !isPart;
  const mutants = listMutants({ all: values.all || isPart, few: isShort }).filter(({ contract, deviation }) => {
    return values.only.every((name) => name === contract || name === deviation);
  });
  if (mutants.length === 0) {
    console.error(`Unknown contract or deviation: ${values.only.join(' and ')}. See "pagewright deviations".`);
    process.exitCode = 2;
    return;
  }
  const matrix = isShort ? readFileSync(FILE, 'utf8') : '';
  const trials = isShort
    ? shorten(mutants, matrix)
    : mutants.map((mutant) => ({ ...mutant, triesQuick: !values.check }));
  const results = await runAll(trials, (done) => {
    if (process.stderr.isTTY) process.stderr.write(`\r${done} of ${trials.length} runs`);
    else if (done % 25 === 0 || done === trials.length) process.stderr.write(`${done} of ${trials.length} runs\n`);
  });
  results.push(...(await runAll(listTrialsOfIdle(results, matrix), () => {})));
  if (process.stderr.isTTY) process.stderr.write('\n');
  const problems = values.check ? checkResults(results, isPart) : writeResults(results, isPart, values.all);
  for (const problem of problems) console.error(problem);
  console.log(`${results.length} runs, ${problems.length} problems`);
  process.exitCode = values.check && problems.length > 0 ? 1 : 0;
}

/**
 * Trials that take less time: what survived before is left out, and what killed the others is tried first, unless it is their turn to have
 * a whole run.
 *
 * @param {import('./mutants.mjs').Mutant[]} mutants
 * @param {string} matrix
 * @returns {import('./mutants.mjs').Trial[]}
 */
function shorten(mutants, matrix) {
  const kills = readKills(matrix);
  const survived = listSurvivors(matrix);
  return mutants.flatMap((mutant) => {
    const name = `${mutant.contract} ${mutant.deviation}`;
    const kill = isTurn(mutant) ? undefined : kills.get(name);
    const profile = isQuickTurn(mutant) ? 'quick' : 'whole';
    return survived.has(name) ? [] : [{ ...mutant, triesQuick: false, kill, profile }];
  });
}

/**
 * @param {import('./mutants.mjs').MutantResult[]} results
 * @param {boolean} isPart
 */
function checkResults(results, isPart) {
  const { files, problems } = rescoreSignatures();
  return [...findLosses(results, readFileSync(FILE, 'utf8'), isPart), ...problems, ...checkDiagnosis(files)];
}

/**
 * @param {import('./mutants.mjs').MutantResult[]} results
 * @param {boolean} isPart
 * @param {boolean} isAll - of the examples, which the matrix has a share of
 */
function writeResults(results, isPart, isAll) {
  const matrix = formatMatrix(results);
  if (isPart) console.log(matrix);
  else if (!isAll) writeFileSync(FILE, matrix);
  if (!isPart) writeDiagnosis(renewSignatures(results).files);
  return findProblems(results, !isPart && !isAll);
}

/**
 * Runs mutants side by side, in threads of their own.
 *
 * @param {import('./mutants.mjs').Trial[]} mutants
 * @param {(done: number) => void} onProgress
 * @returns {Promise<import('./mutants.mjs').MutantResult[]>} in the order of the mutants
 */
async function runAll(mutants, onProgress) {
  /** @type {import('./mutants.mjs').MutantResult[]} */
  const results = [];
  let next = 0;
  let done = 0;
  await Promise.all(
    Array.from({ length: Math.min(availableParallelism(), mutants.length) }, async () => {
      const worker = new Worker(new URL(import.meta.url));
      try {
        while (next < mutants.length) {
          const index = next;
          next += 1;
          results[index] = await runInWorker(worker, mutants[index]);
          done += 1;
          onProgress(done);
        }
      } finally {
        await worker.terminate();
      }
    }),
  );
  return results;
}

/**
 * @param {Worker} worker
 * @param {import('./mutants.mjs').Trial | undefined} mutant
 * @returns {Promise<import('./mutants.mjs').MutantResult>}
 */
function runInWorker(worker, mutant) {
  return new Promise((resolve, reject) => {
    worker.once('error', reject);
    worker.once('message', (result) => {
      worker.off('error', reject);
      resolve(result);
    });
    worker.postMessage(mutant);
  });
}
