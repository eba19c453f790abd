import { createServer, type RequestListener, type Server } from 'node:http';
import type { Socket } from 'node:net';

/** A client may pause this long between two pages before its connection is closed. */
const KEEP_ALIVE = 10 * 60_000;

/** Makes a server that never cuts off a client between pages, and answers what is not HTTP with a plain 400. */
export function createHttpServer(listener: RequestListener): Server {
  const server = createServer({ keepAlive: true, noDelay: true }, listener);
  server.keepAliveTimeout = KEEP_ALIVE;
  server.headersTimeout = KEEP_ALIVE + 10_000;
  server.requestTimeout = KEEP_ALIVE + 20_000;
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
