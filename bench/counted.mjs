import { connect } from 'node:net';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { startChild } from './machine.mjs';
import { formatRequest } from './pages.mjs';
import { ResponseReader } from './response-reader.mjs';

const SERVER = fileURLToPath(new URL('./servers/counted.mjs', import.meta.url));

/**
 * Starts a server of one contract that answers questions about itself; see servers/counted.mjs.
 * @param {string} contract
 * @param {{ rows: number, dist: string, flags?: string[] }} options `dist`: the folder of a build
 */
export async function startCounted(contract, { rows, dist, flags = [] }) {
  const env = { BENCH_CONTRACT: contract, BENCH_ROWS: String(rows), BENCH_DIST: pathToFileURL(`${dist}/`).href };
  const child = startChild([process.execPath, '--expose-gc', ...flags, SERVER], { env, ipc: true });
  child.setMaxListeners(0);
  const hear = () =>
    new Promise((resolve, reject) => {
      child.once('message', ({ answer, error }) => (error === undefined ? resolve(answer) : reject(new Error(error))));
      child.once('exit', () => reject(new Error('the counted server ended')));
    });
  const ask = async (question, argument) => {
    child.send({ question, argument });
    return await hear();
  };
  await hear();
  const { url, headers } = await ask('address');
  const { port, pathname } = new URL(url);
  const send = (number, paths, connections = 8) =>
    sendRequests(Number(port), paths.map((path) => formatRequest(path, headers)), number, connections);
  return { ask, send, target: { port: Number(port), path: pathname, headers, rows }, pid: child.pid, stop: () => child.kill() };
}

/** Sends so many requests in turn, each connection one at a time. */
function sendRequests(port, requests, number, connections) {
  let sent = 0;
  let received = 0;
  const sockets = [];
  return new Promise((resolve, reject) => {
    for (let index = 0; index < Math.min(connections, number); index += 1) {
      const socket = connect({ host: '127.0.0.1', port, noDelay: true });
      const sendNext = () => {
        if (sent === number) return;
        socket.write(requests[sent % requests.length], 'latin1');
        sent += 1;
      };
      const reader = new ResponseReader((status) => {
        // Another scenario may lack the page; what counts is the time.
        if (status >= 500) reject(new Error(`status ${status}`));
        received += 1;
        if (received === number) resolve();
        else sendNext();
      });
      socket.on('connect', sendNext).on('data', (bytes) => reader.push(bytes)).on('error', reject);
      sockets.push(socket);
    }
  }).finally(() => {
    for (const socket of sockets) socket.destroy();
  });
}
