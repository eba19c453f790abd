/** Runs the benchmark: starts everything, measures it in turn, prints one report, and stops everything. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startContenders } from './contenders.mjs';
import { CONTRACTS } from './contracts.mjs';
import { startGenerator } from './load.mjs';
import { choosePinning, readResidentMegabytes, watchStolenTime } from './machine.mjs';
import { readOptions } from './options.mjs';
import { findMissingBuild, measureStart } from './pagewright.mjs';
import { measurePauses } from './pauses.mjs';
import { formatReport, judgeTargets } from './report.mjs';
import { crossCheck, measureRounds } from './rounds.mjs';

const options = readOptions(process.argv.slice(2));
const pinning = choosePinning();
const folder = mkdtempSync(join(tmpdir(), 'pagewright-bench-'));
process.once('exit', () => rmSync(folder, { recursive: true, force: true }));

/** Progress goes to stderr: stdout is the report. */
const report = (text) => process.stderr.write(`${((performance.now() / 1000) | 0).toString().padStart(4)} s  ${text}\n`);
const context = { options, core: pinning.serverCore, folder, report, skipped: [], failed: [] };

const starts = await measureStarts();
const pauses = await measureAllPauses();
const cells = await startContenders(context);
if (cells.length === 0) context.failed.push('nothing to measure');
const readStolen = watchStolenTime();
const measured = await measureRounds(cells, startGenerator(pinning), {
  rounds: options.rounds,
  seconds: options.seconds,
  warmUpMs: options.quick ? 300 : 700,
  connections: options.connections,
  report,
});
const stolen = readStolen();
const residentAfterLoad = readResidentAfterLoad();
const verdicts = judgeTargets(measured, starts, residentAfterLoad, pauses);
const machine = `Node ${process.versions.node}, ${cpus()[0]?.model.trim() ?? 'unknown processor'}, ${cpus().length} cores`;
process.stdout.write(
  formatReport({ machine, pinning: pinning.text, stolen, options, measured, starts, pauses, verdicts, skipped: context.skipped, failed: context.failed }),
);
if (options.wrk) {
  const lines = await crossCheck(measured, { core: pinning.generatorCore, ...options });
  process.stdout.write(`\n### Cross-check\n\n${lines.map((line) => `- ${line}`).join('\n')}\n`);
}
if (options.json !== undefined) writeResults(options.json);
const broken = measured.filter(({ cell, fault }) => fault !== '' && !cell.isPeer).length + context.failed.length;
process.exit(broken > 0 ? 1 : 0);

/** Starting is measured first, while nothing else runs. */
async function measureStarts() {
  const figures = [];
  if (!options.wants('pagewright') || findMissingBuild() !== undefined) return figures;
  for (const contract of Object.keys(CONTRACTS)) {
    report(`measuring how pagewright starts: ${contract}`);
    try {
      const rows = options.rows.at(-1) ?? 0;
      figures.push(await measureStart(contract, { rows, starts: options.quick ? 1 : 3, core: pinning.serverCore }));
    } catch (error) {
      context.failed.push(`pagewright ${contract}, starting: ${error instanceof Error ? error.message : error}`);
    }
  }
  return figures;
}

/** While nothing else runs: another program on the core would be taken for a pause. */
async function measureAllPauses() {
  const figures = [];
  if (!options.wants('pagewright') || findMissingBuild() !== undefined) return figures;
  const dist = fileURLToPath(new URL('../dist', import.meta.url));
  for (const contract of Object.keys(CONTRACTS)) {
    try {
      figures.push(await measurePauses(contract, { rows: options.rows.at(-1) ?? 0, dist, report }));
    } catch (error) {
      context.failed.push(`pagewright ${contract}, pauses: ${error instanceof Error ? error.message : error}`);
    }
  }
  return figures;
}

function readResidentAfterLoad() {
  const memory = new Map();
  for (const { cell } of measured) {
    const megabytes = cell.contender === 'pagewright' ? readResidentMegabytes(cell.server.pid) : null;
    if (megabytes !== null) memory.set(`${cell.contract}, ${cell.rows.toLocaleString('en')} rows`, megabytes);
  }
  return memory;
}

function writeResults(file) {
  const results = {
    machine,
    pinning,
    stolen,
    options: { rounds: options.rounds, seconds: options.seconds, connections: options.connections, rows: options.rows },
    cells: measured.map(({ cell, samples, bodyBytes, fault }) => {
      const { contender, title, contract, rows, caseName, paths } = cell;
      return { contender, title, contract, rows, case: caseName, positions: paths.length, bodyBytes, fault, samples };
    }),
    starts,
    pauses,
    residentAfterLoad: Object.fromEntries(residentAfterLoad),
    verdicts,
    skipped: context.skipped,
    failed: context.failed,
  };
  // npm changes the folder; INIT_CWD is where the user stood.
  writeFileSync(resolve(process.env.INIT_CWD ?? '.', file), `${JSON.stringify(results, null, 2)}\n`);
}
