import { connect } from 'node:net';
import { performance } from 'node:perf_hooks';
import { ResponseReader } from './response-reader.mjs';

/**
 * @typedef {object} Answer
 * @property {number} status
 * @property {Buffer | undefined} body only of a connection's first answer, when asked for
 * @property {number} sentAt `performance.now()` when the request was written
 * @property {number} arrivedAt when the last byte of the answer was read
 *
 * @typedef {object} Connection
 * @property {(request: string) => void} send only when no request is under way
 * @property {() => void} close
 */

/**
 * Opens a connection that carries one request at a time.
 * @param {number} port on 127.0.0.1
 * @param {{ keepFirstBody: boolean, onAnswer: (answer: Answer, connection: Connection) => void, onBroken: (reason: string, wasWaiting: boolean) => void }} options
 *   `onBroken`: the server closed the connection or sent what is not HTTP
 * @returns {Promise<Connection>} once it is open; rejected when it cannot be
 */
export function openConnection(port, { keepFirstBody, onAnswer, onBroken }) {
  let sentAt = 0;
  let waiting = false;
  let open = true;
  let reason = 'connection closed by the server';
  const reader = new ResponseReader((status, body) => {
    waiting = false;
    onAnswer({ status, body, sentAt, arrivedAt: performance.now() }, connection);
  });
  if (keepFirstBody) reader.keepNextBody();
  const receive = (bytes) => {
    try {
      reader.push(bytes);
    } catch (error) {
      socket.destroy(error);
    }
    return true;
  };
  const socket = connect({
    host: '127.0.0.1',
    port,
    noDelay: true,
    // One buffer for the connection's life: no allocation for each read.
    onread: { buffer: Buffer.allocUnsafe(65_536), callback: (length, buffer) => receive(buffer.subarray(0, length)) },
  });
  const connection = {
    send: (request) => {
      waiting = true;
      sentAt = performance.now();
      socket.write(request, 'latin1');
    },
    close: () => {
      open = false;
      socket.destroy();
    },
  };
  return new Promise((resolve, reject) => {
    socket.once('connect', () => resolve(connection));
    socket.once('error', (error) => {
      reason = error.message;
      reject(error);
    });
    socket.once('close', () => {
      if (open) onBroken(reason, waiting);
    });
  });
}
