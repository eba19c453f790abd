import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

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
