import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ServerError } from '../server-error.ts';

/** Where a server listens. */
export interface Place {
  readonly port: number;
  readonly host: string;
}

/**
 * Starts listening.
 *
 * @returns the address by which this machine reaches the server: `http://127.0.0.1:4010`
 * @throws {ServerError} when the place cannot be had, in words that say why
 */
export function listen(server: Server, { port, host }: Place): Promise<string> {
  return new Promise((resolve, reject) => {
    const fail = (error: NodeJS.ErrnoException): void => {
      reject(new ServerError('cannot-listen', `cannot listen on ${host} port ${port}: ${explain(error)}`));
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
  EADDRINUSE: 'something else listens there already; choose another port, or 0 for any that is free',
  EACCES: 'this user may not; choose a port above 1023',
  EADDRNOTAVAIL: 'this machine has no such address',
  ENOTFOUND: 'there is no host of that name',
  EAI_AGAIN: 'the name of the host could not be looked up',
};

function explain({ code = '', message }: NodeJS.ErrnoException): string {
  return REASONS[code] ?? message;
}
