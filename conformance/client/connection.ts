import { createServer, Agent as HttpAgent, type RequestListener, Server, type ServerResponse } from 'node:http';
import { Agent as HttpsAgent, Server as SecureServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { PagewrightError } from '../../src/contract/error.ts';
import type { Settings, TargetLocation } from './settings.ts';
import type { Transport } from './transport.ts';
import type { BaseUrl } from './url.ts';

/** An open target. */
export interface Connection {
  readonly base: BaseUrl;
  readonly transport: Pick<Transport, 'agent' | 'trustLoopback'>;
  close(): Promise<void>;
}

/**
 * Starts the app of a target, if it is one, and creates the agent that keeps connections open.
 *
 * @throws PagewrightError `unreachable` when an app cannot listen
 */
export async function connect({ app }: TargetLocation, { base, concurrency }: Settings): Promise<Connection> {
  if (app === undefined && base === undefined) throw new TypeError('there is nothing to connect to');
  const opened = app === undefined ? undefined : await openApp(app);
  const place = (opened?.base ?? base) as BaseUrl;
  const Agent = place.origin.startsWith('https:') ? HttpsAgent : HttpAgent;
  const agent = new Agent({ keepAlive: true, maxSockets: concurrency });
  return {
    base: place,
    transport: { agent, trustLoopback: opened !== undefined },
    async close() {
      agent.destroy();
      await opened?.close();
    },
  };
}

/** An application that listens. */
export interface OpenApp {
  readonly base: BaseUrl;
  /** Stops listening and cuts connections, unless it was listening before. */
  close(): Promise<void>;
}

/**
 * Makes an application reachable on an ephemeral loopback port. A server that listens already is left as it is.
 *
 * @throws PagewrightError `unreachable` when it cannot listen
 */
export async function openApp(app: RequestListener | Server | SecureServer): Promise<OpenApp> {
  const server = app instanceof Server || app instanceof SecureServer ? app : createServer(catchErrors(app));
  const scheme = server instanceof SecureServer ? 'https' : 'http';
  if (server.listening) return { base: readBase(scheme, server), close: async () => {} };
  await listen(server);
  return { base: readBase(scheme, server), close: () => stop(server) };
}

/** An error that the app throws must not end the process that tests it. */
function catchErrors(app: RequestListener): RequestListener {
  return (request, response) => {
    const fail = (): void => respondWithError(response);
    try {
      Promise.resolve(app(request, response)).catch(fail);
    } catch {
      fail();
    }
  };
}

function respondWithError(response: ServerResponse): void {
  if (response.headersSent) response.destroy();
  else response.writeHead(500).end();
}

function listen(server: Server | SecureServer): Promise<void> {
  return new Promise((resolve, reject) => {
    const fail = (error: Error): void => {
      reject(new PagewrightError('unreachable', `the app cannot listen: ${error.message}`, { cause: error }));
    };
    server.once('error', fail);
    server.listen(0, '127.0.0.1', () => {
      server.off('error', fail);
      resolve();
    });
  });
}

function readBase(scheme: string, server: Server | SecureServer): BaseUrl {
  const address = server.address();
  if (address === null || typeof address === 'string') {
    throw new PagewrightError('unreachable', 'the app must listen on a port, not on a pipe');
  }
  return { origin: `${scheme}://${readHost(address)}:${address.port}`, prefix: '' };
}

function readHost({ address, family }: AddressInfo): string {
  // One cannot connect to a wildcard.
  if (address === '::' || address === '0.0.0.0') return '127.0.0.1';
  return family === 'IPv6' ? `[${address}]` : address;
}

function stop(server: Server | SecureServer): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
