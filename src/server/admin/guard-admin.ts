import type { IncomingMessage } from 'node:http';
import { isIP } from 'node:net';
import { isHost } from '../http/is-host.ts';

/**
 * Says why a request may not reach the administration: another site's page in a browser could otherwise read or change
 * the rows of a mock on its user's own machine.
 *
 * @param trusted - host names that are the mock's own beside the obvious ones
 * @returns the reason, or `undefined` when it may
 */
export function findForeignSign({ headers }: IncomingMessage, trusted: ReadonlySet<string>): string | undefined {
  const { host, origin } = headers;
  if (host === undefined || !isHost(host) || !isOwnHost(nameOf(host), trusted)) {
    return `the request is for the host ${host ?? '(none)'}, which is not this server's; use 127.0.0.1 or localhost`;
  }
  const site = headers['sec-fetch-site'];
  if (site !== undefined && site !== 'same-origin' && site !== 'none') {
    return `the request comes from another site (Sec-Fetch-Site: ${String(site)})`;
  }
  if (origin !== undefined && !isSameHost(origin, host))
    return `the request comes from another origin (Origin: ${origin})`;
  return undefined;
}

/** Names that no stranger can have pointed at this machine: addresses, the local names, and names without a domain. */
function isOwnHost(name: string, trusted: ReadonlySet<string>): boolean {
  return (
    isIP(name) !== 0 ||
    name === 'localhost' ||
    /\.(?:localhost|internal)$/.test(name) ||
    !name.includes('.') ||
    trusted.has(name)
  );
}

function isSameHost(origin: string, host: string): boolean {
  return (
    origin.toLowerCase() === `http://${host}`.toLowerCase() || origin.toLowerCase() === `https://${host}`.toLowerCase()
  );
}

/** A host's name in lower case, without port and brackets. */
export function nameOf(host: string): string {
  const bare = host.startsWith('[') ? host.slice(1, host.indexOf(']')) : host.replace(/:\d*$/, '');
  return bare.toLowerCase();
}
