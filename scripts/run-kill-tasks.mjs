import { availableParallelism } from 'node:os';
import { isMainThread, parentPort, Worker } from 'node:worker_threads';
import { runKillTask } from './kill-task.mjs';

/**
 * Runs tasks side by side, in threads of their own.
 *
 * @param {import('./kill-task.mjs').KillTask[]} tasks
 * @param {(done: number) => void} onProgress
 * @returns {Promise<import('./kill-task.mjs').KillOutcome[]>} in the order of the tasks
 */
export async function runKillTasks(tasks, onProgress) {
  /** @type {import('./kill-task.mjs').KillOutcome[]} */
  const outcomes = [];
  let next = 0;
  let done = 0;
  await Promise.all(
    Array.from({ length: Math.min(availableParallelism(), tasks.length) }, async () => {
      const worker = new Worker(new URL(import.meta.url));
      try {
        while (next < tasks.length) {
          const index = next;
          next += 1;
          outcomes[index] = await ask(worker, tasks[index]);
          done += 1;
          onProgress(done);
        }
      } finally {
        await worker.terminate();
      }
    }),
  );
  return outcomes;
}

/**
 * @param {Worker} worker
 * @param {import('./kill-task.mjs').KillTask | undefined} task
 * @returns {Promise<import('./kill-task.mjs').KillOutcome>}
 */
function ask(worker, task) {
  return new Promise((resolve, reject) => {
    worker.once('error', reject);
    worker.once('message', (outcome) => {
      worker.off('error', reject);
      resolve(outcome);
    });
    worker.postMessage(task);
  });
}

if (!isMainThread) {
  parentPort?.on('message', async (task) => parentPort?.postMessage(await runKillTask(task)));
}
