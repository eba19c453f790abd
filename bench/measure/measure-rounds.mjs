import { formatRequest } from '../lib/send-request.mjs';
import { findFault, joinResults, nameCell } from './cell.mjs';
import { orderCells } from './order-cells.mjs';

const LEAD_IN_MS = 200;

/**
 * Measures all cells in turn, round after round. A round goes down the list with half of the window and up again
 * with the other half, so that a machine that slows down or speeds up treats all alike; peers are only visited on the way down.
 * @param {import('./cell.mjs').Cell[]} cells
 * @param {ReturnType<typeof import('../load/start-generator.mjs').startGenerator>} generator
 * @param {{ rounds: number, seconds: number, warmUpMs: number, connections: number, report: (text: string) => void }} options
 * @returns {Promise<import('./cell.mjs').Measured[]>}
 */
export async function measureRounds(cells, generator, options) {
  const windowMs = (options.seconds * 1000) / 2;
  const measured = cells.map((cell) => ({ cell, samples: [], bodyBytes: 0, fault: '' }));
  const visit = async (entry, leadInMs, length) => {
    const { cell } = entry;
    const load = { port: cell.server.port, pid: cell.server.pid, connections: options.connections, leadInMs, windowMs: length };
    try {
      const result = await generator.run(nameCell(cell), load);
      entry.fault ||= findFault(cell, result);
      entry.bodyBytes = Buffer.byteLength(result.firstBody, 'base64');
      return result;
    } catch (error) {
      entry.fault ||= error instanceof Error ? error.message : String(error);
      return undefined;
    }
  };

  options.report(`warming up ${cells.length} cases`);
  for (const entry of measured) {
    const { cell } = entry;
    generator.define(nameCell(cell), cell.paths.map((path) => formatRequest(path, cell.headers)));
    // The compiler is busy for longest with a server's first case.
    const isFirst = measured.find((other) => other.cell.server === cell.server) === entry;
    await visit(entry, 0, isFirst ? options.warmUpMs * 2 : options.warmUpMs);
  }
  const sound = orderCells(measured.filter((entry) => entry.fault === ''));
  for (let round = 1; round <= options.rounds; round += 1) {
    options.report(`round ${round} of ${options.rounds}`);
    const results = new Map(sound.map((entry) => [entry, []]));
    for (const entry of sound) results.get(entry).push(await visit(entry, LEAD_IN_MS, windowMs));
    for (const entry of sound.toReversed()) {
      if (!entry.cell.isPeer) results.get(entry).push(await visit(entry, LEAD_IN_MS, windowMs));
    }
    for (const [entry, goes] of results) {
      if (entry.fault === '') entry.samples.push(joinResults(goes));
    }
  }
  return measured;
}
