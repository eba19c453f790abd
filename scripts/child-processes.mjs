import { spawn } from 'node:child_process';
import { once } from 'node:events';

// Far beyond what a slow machine takes: they end what hangs.
const START_LIMIT_MS = 300_000;
const END_LIMIT_MS = 1_200_000;

/** @typedef {{ cwd: string, env?: NodeJS.ProcessEnv }} CommandOptions */
/** @typedef {{ output: () => string, signal: (signal: NodeJS.Signals) => boolean, stop: () => Promise<void> }} Running */

/** @type {Set<Running>} */
const running = new Set();

/**
 * Runs a command of a shell to its end.
 *
 * @param {string} command
 * @param {CommandOptions} options
 * @returns {Promise<{ code: number | null, output: string }>} `output` is what it wrote to standard output and error
 */
export async function runCommand(command, options) {
  const { child, read } = spawnShell(command, options);
  const limit = setTimeout(() => killGroup(child, 'SIGKILL'), END_LIMIT_MS);
  const [code] = await once(child, 'close');
  clearTimeout(limit);
  return { code, output: read() };
}

/**
 * Starts a command of a shell that goes on, and waits until it has printed something.
 *
 * @param {string} command
 * @param {CommandOptions & { until: string }} options
 * @returns {Promise<Running>}
 * @throws {Error} it ended before, or took too long
 */
export async function startCommand(command, { until, ...options }) {
  const { child, read } = spawnShell(command, options);
  const ended = once(child, 'exit');
  /** @type {Running} */
  const one = {
    output: read,
    signal: (signal) => child.kill(signal),
    async stop() {
      running.delete(one);
      killGroup(child, 'SIGTERM');
      await ended;
    },
  };
  running.add(one);
  const deadline = Date.now() + START_LIMIT_MS;
  // What prints nothing has to go on for a second at least.
  const earliest = Date.now() + (until === '' ? 1_000 : 0);
  while (!read().includes(until) || Date.now() < earliest) {
    if (child.exitCode !== null || child.signalCode !== null)
      throw new Error(`${command.trim()} exited with ${child.signalCode ?? child.exitCode}:\n${read()}`);
    if (Date.now() > deadline) {
      await one.stop();
      throw new Error(`${command.trim()} did not print ${JSON.stringify(until)}:\n${read()}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return one;
}

/** Stops every command that was started and goes on. */
export async function stopAll() {
  await Promise.all([...running].map((one) => one.stop()));
}

/**
 * @param {string} command
 * @param {CommandOptions} options
 */
function spawnShell(command, options) {
  // A group of its own, so that nothing that it starts is left behind.
  const child = spawn('bash', ['-c', command], { ...options, stdio: ['ignore', 'pipe', 'pipe'], detached: true });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += chunk));
  return { child, read: () => output };
}

/**
 * @param {import('node:child_process').ChildProcess} child
 * @param {NodeJS.Signals} signal
 */
function killGroup({ pid }, signal) {
  try {
    if (pid !== undefined) process.kill(-pid, signal);
  } catch {
    // It has ended.
  }
}
