import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { isIP } from 'node:net';
import { hasForwardingHeader, isHost } from '../http/origin.ts';
import type { AdminError } from '../problem.ts';

/** Who may call the admin API. */
export interface GuardOptions {
  /** Host names that it may be called by, beside addresses and local names. */
  readonly trustedHosts: ReadonlySet<string>;
  /** What callers have to present; absent: they have to be on this machine. */
  readonly token?: string | undefined;
  /** Whether the server is said to be behind a proxy, so that a connection does not tell where a request comes from. */
  readonly isBehindProxy?: boolean | undefined;
}

/**
 * Finds out why a request may not call the admin API: another machine, or another site's page in a browser, could otherwise read
 * or change the rows of a mock on its user's own machine.
 *
 * @returns what it is rejected with; `undefined` when it may
 */
export function findRejection(request: IncomingMessage, options: GuardOptions): AdminError | undefined {
  const { trustedHosts, token, isBehindProxy = false } = options;
  const sign = findForeignSign(request, trustedHosts);
  if (sign !== undefined) return { status: 403, code: 'foreign-request', message: sign };
  if (token !== undefined) {
    if (isSame(readToken(request), token)) return undefined;
    const message = 'Missing or wrong admin token: send it as Authorization: Bearer, or as X-Pagewright-Token';
    return { status: 401, code: 'token-needed', message };
  }
  // The peer of a proxied connection is the proxy, which may well be on this machine while its client is not.
  if (isBehindProxy || hasForwardingHeader(request.headers)) {
    return rejectRemote('Behind a proxy, the admin API requires a token');
  }
  const { remoteAddress } = request.socket;
  if (remoteAddress === undefined || isLoopback(remoteAddress)) return undefined;
  return rejectRemote(`The request comes from another machine (${remoteAddress})`);
}

function rejectRemote(reason: string): AdminError {
  return { status: 403, code: 'remote-request', message: `${reason}: start the server with --admin-token to allow it` };
}

function readToken({ headers }: IncomingMessage): string {
  const own = headers['x-pagewright-token'];
  return own === undefined ? (/^bearer +(.*)$/i.exec(headers.authorization ?? '')?.[1] ?? '') : String(own);
}

/** Takes the same time whatever the difference is. */
function isSame(given: string, token: string): boolean {
  const [one, other] = [given, token].map((text) => createHash('sha256').update(text).digest()) as [Buffer, Buffer];
  return timingSafeEqual(one, other);
}

function isLoopback(address: string): boolean {
  return address === '::1' || /^(?:::ffff:)?127\./.test(address);
}

function findForeignSign({ headers }: IncomingMessage, trusted: ReadonlySet<string>): string | undefined {
  const { host, origin } = headers;
  if (host === undefined || !isHost(host) || !isOwnHost(hostName(host), trusted)) {
    return `The request is for the host ${host ?? '(none)'}, which is not this server's: use 127.0.0.1 or localhost`;
  }
  const site = headers['sec-fetch-site'];
  if (site !== undefined && site !== 'same-origin' && site !== 'none') {
    return `The request comes from another site (Sec-Fetch-Site: ${String(site)})`;
  }
  if (origin !== undefined && !isSameHost(origin, host)) {
    return `The request comes from another origin (Origin: ${origin})`;
  }
  return undefined;
}

/** Names that no stranger can have pointed at this machine: addresses, local names, and names without a domain. */
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
  return [`http://${host}`, `https://${host}`].some((own) => own.toLowerCase() === origin.toLowerCase());
}

/** A host's name in lower case, without port and brackets. */
export function hostName(host: string): string {
  const bare = host.startsWith('[') ? host.slice(1, host.indexOf(']')) : host.replace(/:\d*$/, '');
  return bare.toLowerCase();
}
