// `npm start` twice at the same time, from this checkout: both serve, another build disturbs neither, and a signal to npm
// ends the server that it started.
import { deepStrictEqual, ok, strictEqual } from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { replaceOutput } from './build.mjs';
import { runCommand, startCommand, stopAll } from './child-processes.mjs';
import { listFiles } from './source-files.mjs';

const END_LIMIT_MS = 60_000;
const SIGNALS = /** @type {const} */ (['SIGTERM', 'SIGINT']);

keepChunks();

const cwd = fileURLToPath(new URL('..', import.meta.url));
try {
  // `exec` makes npm itself the process that is signalled, and nothing else of its group.
  const starts = await Promise.all(
    SIGNALS.map(() => startCommand('exec npm start -- -p 0', { cwd, until: 'http://' })),
  );
  const build = await runCommand('npm run --silent build', { cwd });
  strictEqual(build.code, 0, build.output);
  for (const [index, npm] of starts.entries()) {
    const address = /http:\/\/[\w.]+:\d+/.exec(npm.output())?.[0] ?? '';
    // What is loaded only now comes from the build of a moment ago.
    for (const path of ['/__admin/openapi.yaml', '/__admin/audit', '/nothing'])
      ok((await fetch(address + path)).status < 500, `${path} failed after a build`);
    npm.signal(SIGNALS[index] ?? 'SIGTERM');
    await waitForEnd(address);
    console.log(`${SIGNALS[index]} to npm ended the server at ${address}`);
  }
} finally {
  await stopAll();
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

/** A build of changed sources leaves what a server of the build before may still load, for a day. */
function keepChunks() {
  const folder = mkdtempSync(join(tmpdir(), 'check-start-'));
  try {
    const put = (/** @type {string} */ path) => {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), path);
    };
    const build = (/** @type {string[]} */ names, isClean = false) => {
      for (const name of names) put(`fresh/${name}`);
      replaceOutput(join(folder, 'fresh'), join(folder, 'dist'), isClean);
      rmSync(join(folder, 'fresh'), { recursive: true });
      return listFiles(join(folder, 'dist')).sort();
    };
    build(['src/index.js', 'src/old.js', 'src/chunks/router-A.js']);
    const now = ['src/chunks/router-B.js', 'src/index.js'];
    deepStrictEqual(build(now), ['src/chunks/router-A.js', ...now]);
    utimesSync(join(folder, 'dist/src/chunks/router-A.js'), 0, 0);
    deepStrictEqual(build(now), now);
    put('dist/src/chunks/router-C.js');
    deepStrictEqual(build(now, true), now);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
