// `npm start` twice at the same time, from this checkout: both serve, a third build disturbs neither, and a signal to npm
// ends the server that it started.
import { ok, strictEqual } from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { findAddress } from './child-processes.mjs';

const END_LIMIT_MS = 10_000;
const SIGNALS = /** @type {const} */ (['SIGTERM', 'SIGINT']);

const root = fileURLToPath(new URL('..', import.meta.url));
const starts = SIGNALS.map(() => {
  return spawn('npm', ['start', '--', '-p', '0'], { cwd: root, stdio: ['ignore', 'pipe', 'inherit'], detached: true });
});
try {
  const addresses = await Promise.all(starts.map(findAddress));
  const builder = spawn('npm', ['run', '--silent', 'build'], { cwd: root, stdio: 'inherit' });
  strictEqual((await once(builder, 'exit'))[0], 0, 'npm run build failed');
  for (const [index, npm] of starts.entries()) {
    const address = addresses[index] ?? '';
    // What is loaded only now comes from the build of a moment ago.
    for (const path of ['/__admin/openapi.yaml', '/__admin/audit', '/nothing'])
      ok((await fetch(address + path)).status < 500, `${path} failed after a build`);
    npm.kill(SIGNALS[index]);
    await waitForEnd(address);
    console.log(`${SIGNALS[index]} to npm ended the server at ${address}`);
  }
} finally {
  for (const { pid } of starts) killGroup(pid);
}

/** @param {string} address */
async function waitForEnd(address) {
  const deadline = Date.now() + END_LIMIT_MS;
  while (Date.now() < deadline) {
    const isUp = await fetch(`${address}/__admin/health`).then(
      () => true,
      () => false,
    );
    if (!isUp) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`${address} still responds ${END_LIMIT_MS / 1000} s after the signal`);
}

/** @param {number | undefined} pid - of the first process of the group */
function killGroup(pid) {
  try {
    if (pid !== undefined) process.kill(-pid, 'SIGKILL');
  } catch {
    // It has ended, as it should.
  }
}
