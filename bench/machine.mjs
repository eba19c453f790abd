import { spawn, spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';

/** @type {Set<import('node:child_process').ChildProcess>} */
const children = new Set();

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.once(signal, () => process.exit(130));
process.once('exit', () => {
  for (const child of children) child.kill('SIGKILL');
});

/**
 * Starts a process that ends with this one.
 * @param {string[]} command
 * @param {{ core?: number, env?: Record<string, string>, cwd?: string, ipc?: boolean }} options `core` pins it
 * @returns {import('node:child_process').ChildProcess}
 */
export function startChild(command, options) {
  const pinned = options.core === undefined ? command : ['taskset', '-c', String(options.core), ...command];
  const [file, ...args] = pinned;
  const child = spawn(file, args, {
    stdio: options.ipc ? ['ignore', 'inherit', 'inherit', 'ipc'] : ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, NODE_ENV: 'production', ...options.env },
    cwd: options.cwd,
  });
  children.add(child);
  child.once('exit', () => children.delete(child));
  return child;
}

/**
 * @typedef {object} RunningServer
 * @property {number} port on 127.0.0.1
 * @property {number} pid
 * @property {number} startedAt `performance.now()` when it was spawned
 * @property {() => Promise<void>} stop
 */

/**
 * Starts a server and waits until it prints the address that it listens on.
 * @param {string[]} command
 * @param {{ core?: number, env?: Record<string, string>, cwd?: string, limitMs?: number }} options
 * @returns {Promise<RunningServer>}
 * @throws {Error} with the last line that it printed, when it ends or says nothing in time
 */
export function startServer(command, options) {
  const startedAt = performance.now();
  const child = startChild(command, options);
  const stop = () =>
    new Promise((resolve) => {
      if (child.exitCode !== null || child.signalCode !== null) return resolve(undefined);
      child.once('exit', () => resolve(undefined));
      child.kill('SIGKILL');
    });
  return new Promise((resolve, reject) => {
    let output = '';
    const limitMs = options.limitMs ?? 60_000;
    const fail = (reason) => {
      clearTimeout(limit);
      void stop();
      reject(new Error(`${reason}; it printed: ${pickTellingLine(output) || 'nothing'}`));
    };
    const limit = setTimeout(() => fail(`no address printed within ${limitMs / 1000} s`), limitMs);
    const onExit = (code) => fail(`ended with code ${code}`);
    child.once('error', (error) => fail(error.message));
    child.once('exit', onExit);
    const read = (bytes) => {
      if (output.length < 100_000) output += bytes;
      const port = /https?:\/\/(?:localhost|127\.0\.0\.1|0\.0\.0\.0|\[[:\d]+\]):(\d+)/.exec(output)?.[1];
      if (port === undefined) return;
      clearTimeout(limit);
      child.off('exit', onExit);
      // From here on what it prints is only drained: a log must not cost this process anything.
      for (const stream of [child.stdout, child.stderr]) stream?.off('data', read).resume();
      resolve({ port: Number(port), pid: child.pid ?? 0, startedAt, stop });
    };
    child.stdout?.on('data', read);
    child.stderr?.on('data', read);
  });
}

/** The line that says what went wrong, of a Node stack trace or any other output. */
function pickTellingLine(output) {
  const lines = output.split('\n').map((line) => line.trim()).filter((line) => line !== '');
  return lines.find((line) => /error/i.test(line)) ?? lines.at(-1) ?? '';
}

/**
 * @param {number} pid
 * @returns {number | null} resident memory in MB (of 1,048,576 bytes), null where /proc is not there
 */
export function readResidentMegabytes(pid) {
  try {
    const match = /^VmRSS:\s*(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'));
    return match === null ? null : Number(match[1]) / 1024;
  } catch {
    return null;
  }
}

/**
 * @typedef {object} Pinning
 * @property {number | undefined} serverCore the core that every server runs on, one at a time
 * @property {number | undefined} generatorCore the core of the load generator
 * @property {string} text what to print about it
 */

/**
 * Picks one core for the servers and another for the load generator.
 * Without `taskset` or a second core nothing is pinned, and the text says so.
 * @returns {Pinning}
 */
export function choosePinning() {
  const cores = readAllowedCores();
  const found = spawnSync('taskset', ['--version']).status === 0;
  if (!found || cores.length < 2) {
    const reason = found ? 'fewer than two cores are available' : 'there is no taskset on the PATH';
    return { serverCore: undefined, generatorCore: undefined, text: `NOT pinned: ${reason}` };
  }
  const [serverCore, generatorCore] = cores;
  // This process sends the single requests: it belongs to the load generator's side.
  spawnSync('taskset', ['-acp', String(generatorCore), String(process.pid)]);
  return { serverCore, generatorCore, text: `servers on core ${serverCore}, load generator on core ${generatorCore}` };
}

/** Cores that this process may use, from /proc ("0-3,8"); none where there is no /proc. */
function readAllowedCores() {
  try {
    const list = /^Cpus_allowed_list:\s*(\S+)/m.exec(readFileSync('/proc/self/status', 'utf8'))?.[1] ?? '';
    return list.split(',').flatMap((part) => {
      const [first, last = first] = part.split('-').map(Number);
      return Array.from({ length: last - first + 1 }, (_, index) => first + index);
    });
  } catch {
    return [];
  }
}

/**
 * @param {number | undefined} pid
 * @returns {number | null} milliseconds of processor time that all threads of the process have used; null where it cannot be read
 */
export function readProcessorTime(pid) {
  if (pid === undefined || process.platform !== 'linux') return null;
  try {
    const threads = readdirSync(`/proc/${pid}/task`);
    // In nanoseconds, where /proc/<pid>/stat has steps of 10 ms.
    const times = threads.map((thread) => Number(readFileSync(`/proc/${pid}/task/${thread}/schedstat`, 'latin1').split(' ')[0]));
    return times.reduce((sum, time) => sum + time, 0) / 1e6;
  } catch {
    return null;
  }
}

/**
 * Starts to watch how much processor time the host of a virtual machine withholds from it.
 * @returns {() => number | null} the share since the start, 0–1; null where it cannot be read
 */
export function watchStolenTime() {
  const before = read();
  return () => {
    const after = read();
    if (before === null || after === null) return null;
    return (after.stolen - before.stolen) / (after.wanted - before.wanted);
  };
}

/** Ticks of all cores: `wanted` is all but idle and waiting. */
function read() {
  try {
    const fields = /^cpu +(.*)$/m.exec(readFileSync('/proc/stat', 'latin1'))?.[1].split(' ').map(Number) ?? [];
    const [user, nice, system, , , interrupt, softInterrupt, stolen] = fields;
    return { stolen, wanted: user + nice + system + interrupt + softInterrupt + stolen };
  } catch {
    return null;
  }
}
