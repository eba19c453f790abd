import { createServer, IncomingMessage, type RequestListener, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { PagewrightError } from '../../contract/error.ts';
import { connectionOf } from './request.ts';

/** A client may pause this long between two pages before its connection is closed. */
const KEEP_ALIVE = 10 * 60_000;

/**
 * The mock as a request handler, for `http.createServer`, supertest or `express().use`. Mounted in a larger application, it calls
 * `next` for what is not its own.
 */
export type MockApp = (request: IncomingMessage, response: ServerResponse, next?: (error?: unknown) => void) => void;

/**
 * Creates a server that keeps connections open between pages, and responds to what is not HTTP with a plain 400.
 *
 * @param Message - the class of its requests
 */
export function createHttpServer(listener: RequestListener, Message: typeof IncomingMessage = IncomingMessage): Server {
  const server = createServer({ keepAlive: true, noDelay: true, IncomingMessage: Message }, listener);
  server.keepAliveTimeout = KEEP_ALIVE;
  server.headersTimeout = KEEP_ALIVE + 10_000;
  server.requestTimeout = KEEP_ALIVE + 20_000;
  // Numbered when they are opened, so that their order is known.
  server.on('connection', connectionOf);
  server.on('clientError', (error, socket) => refuseUnreadable(error, socket as Socket));
  return server;
}

const REFUSALS: Readonly<Record<string, string>> = {
  HPE_HEADER_OVERFLOW: '431 Request Header Fields Too Large',
  HPE_CHUNK_EXTENSIONS_OVERFLOW: '413 Payload Too Large',
  ERR_HTTP_REQUEST_TIMEOUT: '408 Request Timeout',
};

function refuseUnreadable({ code }: NodeJS.ErrnoException, socket: Socket): void {
  if (!socket.writable || code === 'ECONNRESET') return void socket.destroy();
  const status = REFUSALS[code ?? ''] ?? '400 Bad Request';
  const text = `${status.slice(4)}\n`;
  const head = `HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Type: text/plain\r\nContent-Length: ${text.length}\r\n\r\n`;
  socket.end(head + text, () => socket.destroy());
}

/** Where a server listens. */
interface ListenAddress {
  readonly port: number;
  readonly host: string;
}

/**
 * Starts listening.
 *
 * @returns the address by which this machine reaches the server: `http://127.0.0.1:4010`
 * @throws {PagewrightError} `cannot-listen`, with the reason
 */
export function listen(server: Server, { port, host }: ListenAddress): Promise<string> {
  return new Promise((resolve, reject) => {
    const fail = (error: NodeJS.ErrnoException): void => {
      reject(new PagewrightError('cannot-listen', `Cannot listen on ${host} port ${port}: ${explain(error)}`));
    };
    server.once('error', fail);
    server.listen({ port, host }, () => {
      server.removeListener('error', fail);
      resolve(addressOf(server.address() as AddressInfo));
    });
  });
}

function addressOf({ address, port }: AddressInfo): string {
  // What listens on all addresses is reached by the local one.
  const reachable =
    { '0.0.0.0': '127.0.0.1', '::': '[::1]' }[address] ?? (address.includes(':') ? `[${address}]` : address);
  return `http://${reachable}:${port}`;
}

const REASONS: Readonly<Record<string, string>> = {
  EADDRINUSE: 'the port is in use; choose another one, or 0 for any that is free',
  EACCES: 'permission denied; choose a port above 1023',
  EADDRNOTAVAIL: 'this machine has no such address',
  ENOTFOUND: 'unknown host',
  EAI_AGAIN: 'the host name could not be looked up',
};

function explain({ code = '', message }: NodeJS.ErrnoException): string {
  return REASONS[code] ?? message;
}

/** How long responses that are being sent may take to finish, in milliseconds. */
const GRACE = 300;

/** Stops a server: responses that are being sent are finished, idle connections are closed. */
export function closeServer(server: Server): Promise<void> {
  if (!server.listening) return Promise.resolve();
  return new Promise((resolve) => {
    const force = setTimeout(() => server.closeAllConnections(), GRACE);
    server.close(() => {
      clearTimeout(force);
      resolve();
    });
    server.closeIdleConnections();
  });
}
