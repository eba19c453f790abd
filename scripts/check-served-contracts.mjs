// Starts the installed command as a user would and asks it for every list that it says it serves.
// Usage: node check-served-contracts.mjs <folder in which pagewright is installed>
import { deepStrictEqual, ok } from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

const KEYS = ['headers', 'id', 'method', 'rows', 'scenario', 'style', 'url'];
const START_LIMIT = 30_000;

const folder = process.argv[2];
if (folder === undefined) throw new Error('usage: node check-served-contracts.mjs <folder>');
const shipped = readdirSync(join(folder, 'node_modules/pagewright/openapi')).flatMap((name) =>
  name.endsWith('.yaml') ? [name.slice(0, -'.yaml'.length)] : [],
);

const server = spawn(join(folder, 'node_modules/.bin/pagewright'), ['serve', '-p', '0'], {
  cwd: folder,
  stdio: ['ignore', 'pipe', 'inherit'],
});
try {
  const base = await findAddress(server);
  const contracts = await (await fetch(new URL('/__admin/contracts', base))).json();
  ok(Array.isArray(contracts), `/__admin/contracts gave ${JSON.stringify(contracts)}, not an array`);
  deepStrictEqual(contracts.map(({ id }) => id).sort(), shipped.sort(), 'the contracts served are not those shipped');
  for (const contract of contracts) await checkList(contract, base);
} finally {
  server.kill();
}

/**
 * @param {import('node:child_process').ChildProcessByStdio<null, import('node:stream').Readable, null>} child
 * @returns {Promise<string>} the first address that it prints
 */
async function findAddress(child) {
  const giveUp = setTimeout(() => child.kill(), START_LIMIT);
  const printed = [];
  for await (const line of createInterface(child.stdout)) {
    printed.push(line);
    const address = /https?:\/\/[\w.[\]:-]+:\d+/.exec(line)?.[0];
    if (address === undefined) continue;
    clearTimeout(giveUp);
    // What follows must not fill the pipe and stall the server.
    child.stdout.resume();
    return address;
  }
  clearTimeout(giveUp);
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
  throw new Error(`it ended (${child.signalCode ?? child.exitCode}) without an address:\n${printed.join('\n')}`);
}

/**
 * @param {{ id: string, method: string, url: string, headers: Record<string, string>, rows: number }} contract
 * @param {string} base
 */
async function checkList(contract, base) {
  for (const key of KEYS) ok(key in contract, `${contract.id}: /__admin/contracts does not give "${key}"`);
  const { id, method, url, headers, rows } = contract;
  const response = await fetch(new URL(url, base), { method, headers });
  const text = await response.text();
  ok(response.ok, `${id}: ${method} ${url} gave ${response.status}\n${text}`);
  ok(text.startsWith('{') || text.startsWith('['), `${id}: ${method} ${url} gave no JSON:\n${text.slice(0, 200)}`);
  JSON.parse(text);
  console.log(`${id}: ${method} ${url} -> ${response.status}, ${text.length} bytes, ${rows} rows behind it`);
}
