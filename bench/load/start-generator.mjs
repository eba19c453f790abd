import { fileURLToPath } from 'node:url';
import { startChild } from '../lib/children.mjs';

const WORKER = fileURLToPath(new URL('./worker.mjs', import.meta.url));

/**
 * Starts the load generator in a process of its own, on a core of its own.
 * @param {import('../lib/pinning.mjs').Pinning} pinning
 * @returns {{ define(list: string, requests: string[]): void, run(list: string, load: object): Promise<import('./run-load.mjs').LoadResult> }}
 */
export function startGenerator(pinning) {
  const child = startChild([process.execPath, WORKER], { core: pinning.generatorCore, ipc: true });
  return {
    define: (list, requests) => void child.send({ list, requests }),
    run: (list, load) =>
      new Promise((resolve, reject) => {
        const onExit = () => reject(new Error('the load generator ended'));
        child.once('exit', onExit);
        child.once('message', (/** @type {any} */ answer) => {
          child.off('exit', onExit);
          if (answer.error === undefined) resolve(answer.result);
          else reject(new Error(answer.error));
        });
        child.send({ list, load });
      }),
  };
}
