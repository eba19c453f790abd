// The folder for temporary files of a run of tests: what tests leave in it goes with it, whatever it is.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const SIGNALS = /** @type {const} */ (['SIGINT', 'SIGTERM']);

let folder = '';
/** @type {string | undefined} */
let outer;

/** Makes it, and has `tmpdir()` lead to it, in this process and in all that it starts. */
export function makeTemporaryFolder() {
  folder = mkdtempSync(join(tmpdir(), 'pagewright-tests-'));
  outer = process.env['TMPDIR'];
  process.env['TMPDIR'] = folder;
  process.once('exit', removeTemporaryFolder);
  for (const signal of SIGNALS) process.once(signal, endBy);
}

export function removeTemporaryFolder() {
  process.removeListener('exit', removeTemporaryFolder);
  for (const signal of SIGNALS) process.removeListener(signal, endBy);
  rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
  if (outer === undefined) Reflect.deleteProperty(process.env, 'TMPDIR');
  else process.env['TMPDIR'] = outer;
}

/** @param {NodeJS.Signals} signal - which ends the process as if nobody listened */
function endBy(signal) {
  removeTemporaryFolder();
  process.kill(process.pid, signal);
}
