import { Agent, request } from 'node:http';

const agent = new Agent({ keepAlive: true, maxSockets: 1 });

/**
 * Sends one request to 127.0.0.1 over a kept-alive connection and reads the whole answer.
 * @param {number} port
 * @param {{ path: string, method?: string, headers?: Record<string, string>, body?: unknown }} options `body` goes as JSON
 * @returns {Promise<{ status: number, headers: Record<string, string | string[] | undefined>, body: Buffer, milliseconds: number }>}
 */
export function sendRequest(port, options) {
  const body = options.body === undefined ? undefined : JSON.stringify(options.body);
  const sentAt = performance.now();
  return new Promise((resolve, reject) => {
    const outgoing = request(
      {
        agent,
        host: '127.0.0.1',
        port,
        path: options.path,
        method: options.method ?? 'GET',
        headers: {
          host: HOST,
          ...options.headers,
          ...(body === undefined ? {} : { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) }),
        },
      },
      (incoming) => {
        /** @type {Buffer[]} */
        const parts = [];
        incoming.on('data', (part) => parts.push(part));
        incoming.once('error', reject);
        incoming.once('end', () => {
          const milliseconds = performance.now() - sentAt;
          resolve({ status: incoming.statusCode ?? 0, headers: incoming.headers, body: Buffer.concat(parts), milliseconds });
        });
      },
    );
    outgoing.once('error', reject);
    outgoing.end(body);
  });
}

/**
 * The Host of every request, whatever the port: the links in a page repeat it, so that
 * servers on different ports can send equal bytes.
 */
export const HOST = 'localhost';

/**
 * @param {string} path with its query
 * @param {Record<string, string>} headers
 * @returns {string} a complete HTTP/1.1 GET request
 */
export function formatRequest(path, headers) {
  const lines = Object.entries({ host: HOST, accept: 'application/json', ...headers }).map(([name, value]) => `${name}: ${value}\r\n`);
  return `GET ${path} HTTP/1.1\r\n${lines.join('')}\r\n`;
}

/**
 * Sends a GET that has to succeed.
 * @param {number} port
 * @param {string} path
 * @param {Record<string, string>} headers
 * @returns {Promise<any>} the parsed body
 */
export async function getJson(port, path, headers = {}) {
  const answer = await sendRequest(port, { path, headers });
  if (answer.status !== 200) {
    throw new Error(`GET ${path} answered ${answer.status}: ${answer.body.toString('utf8').slice(0, 200)}`);
  }
  return JSON.parse(answer.body.toString('utf8'));
}
