import { spawn, spawnSync } from 'node:child_process';

/**
 * Lets wrk measure the bare servers, to see whether the load generator of this benchmark agrees with it.
 * @param {import('./cell.mjs').Measured[]} measured
 * @param {{ core?: number, seconds: number, connections: number }} options
 * @returns {Promise<string[]>} lines to print
 */
export async function crossCheck(measured, { core, seconds, connections }) {
  if (spawnSync('wrk', ['--version']).error !== undefined) return ['wrk is not on the PATH: no cross-check'];
  const lines = [];
  for (const { cell, samples } of measured.filter((entry) => ['node', 'express'].includes(entry.cell.contender) && entry.fault === '')) {
    const url = `http://127.0.0.1:${cell.server.port}${cell.paths[0]}`;
    const command = ['wrk', '-t1', `-c${connections}`, `-d${Math.ceil(seconds)}s`, url];
    const output = await readOutput(core === undefined ? command : ['taskset', '-c', String(core), ...command]);
    const rate = Number(/Requests\/sec:\s*([\d.]+)/.exec(output)?.[1]);
    lines.push(`${cell.title}, ${cell.contract}: wrk ${Math.round(rate)} req/s, this benchmark ${Math.round(samples.at(-1)?.perSecond ?? 0)} in its last round`);
  }
  return lines;
}

function readOutput([file, ...args]) {
  return new Promise((resolve) => {
    let output = '';
    const child = spawn(file, args, { stdio: ['ignore', 'pipe', 'ignore'] });
    child.stdout.on('data', (bytes) => {
      output += bytes;
    });
    child.once('error', () => resolve(''));
    child.once('close', () => resolve(output));
  });
}
