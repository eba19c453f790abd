import { createServer, type RequestListener, type Server } from 'node:http';
import { type AddressInfo, createServer as createRawServer, type Server as RawServer, type Socket } from 'node:net';

/** What reached a raw server. */
interface RawLog {
  /** `http://127.0.0.1:…` */
  readonly origin: string;
  /** Each request's line and headers, one character per byte. */
  readonly heads: readonly string[];
  /** How many connections were made. */
  readonly connections: number;
}

/** Servers of a test file. */
export interface TestServers {
  /** Serves HTTP; resolves to its origin. */
  http(listener: RequestListener): Promise<string>;
  /** Writes whatever it is told to, for each request; `index` counts them from 0. */
  raw(answer: (socket: Socket, index: number) => void): Promise<RawLog>;
  /** Closes all of them, for `afterEach`. */
  close(): Promise<void>;
}

/** Makes servers on ephemeral loopback ports. */
export function createTestServers(): TestServers {
  const closers: (() => Promise<void>)[] = [];
  return {
    async http(listener) {
      const server = createServer(listener);
      closers.push(() => stop(server, () => server.closeAllConnections()));
      return listen(server);
    },
    async raw(answer) {
      const sockets = new Set<Socket>();
      const heads: string[] = [];
      let connections = 0;
      const server = createRawServer((socket) => {
        connections += 1;
        sockets.add(socket);
        socket.on('error', () => {});
        readHeads(socket, (head) => answer(socket, heads.push(head) - 1));
      });
      closers.push(() =>
        stop(server, () => {
          for (const socket of sockets) socket.destroy();
        }),
      );
      const origin = await listen(server);
      return {
        origin,
        heads,
        get connections() {
          return connections;
        },
      };
    },
    async close() {
      await Promise.all(closers.splice(0).map((closeOne) => closeOne()));
    },
  };
}

function readHeads(socket: Socket, handle: (head: string) => void): void {
  let pending = '';
  socket.setEncoding('latin1');
  socket.on('data', (chunk: string) => {
    pending += chunk;
    for (let end = pending.indexOf('\r\n\r\n'); end !== -1; end = pending.indexOf('\r\n\r\n')) {
      const head = pending.slice(0, end);
      pending = pending.slice(end + 4);
      handle(head);
    }
  });
}

function listen(server: Server | RawServer): Promise<string> {
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve(`http://127.0.0.1:${(server.address() as AddressInfo).port}`));
  });
}

function stop(server: Server | RawServer, cut: () => void): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    cut();
  });
}

/** Answers with what it was asked, as JSON: `url`, `headers`, `method`. */
export const echo: RequestListener = ({ url, headers, method }, response) => {
  response.setHeader('content-type', 'application/json');
  response.end(JSON.stringify({ url, headers, method }));
};
