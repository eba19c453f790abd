import { runLoad } from './load.mjs';

/** The load generator's own process: takes one order at a time from its parent and answers with the result. */

/** @type {Map<string, string[]>} request texts by name, sent over once and used in every round */
const requestLists = new Map();

process.on('message', async (/** @type {any} */ order) => {
  if (order.requests !== undefined) {
    requestLists.set(order.list, order.requests);
    return;
  }
  try {
    const requests = requestLists.get(order.list) ?? [];
    process.send?.({ result: await runLoad({ ...order.load, requests }) });
  } catch (error) {
    process.send?.({ error: error instanceof Error ? error.message : String(error) });
  }
});
process.on('disconnect', () => process.exit(0));
