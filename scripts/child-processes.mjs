import { once } from 'node:events';
import { createInterface } from 'node:readline';

const START_LIMIT_MS = 60_000;

/**
 * Waits until a server that was started says where it listens.
 *
 * @param {import('node:child_process').ChildProcessByStdio<null, import('node:stream').Readable, null>} child
 * @returns {Promise<string>} the first address that it prints, such as `http://127.0.0.1:4010`
 * @throws {Error} it ended before
 */
export async function findAddress(child) {
  const giveUp = setTimeout(() => child.kill(), START_LIMIT_MS);
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
  throw new Error(`It ended (${child.signalCode ?? child.exitCode}) without an address:\n${printed.join('\n')}`);
}
