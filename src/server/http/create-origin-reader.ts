import type { IncomingMessage } from 'node:http';
import type { TLSSocket } from 'node:tls';
import { isHost } from './is-host.ts';
import { readForwarding } from './read-forwarding.ts';

/** How clients reach the mock. */
export interface OriginOptions {
  /** What links start with, whatever a request says, without a slash at its end: `https://api.example.com/mock`. */
  readonly publicUrl?: string | undefined;
  /** Whether `Forwarded` and `X-Forwarded-*` headers are believed. */
  readonly trustProxy?: boolean | undefined;
}

/** Finds the scheme, host and prefix under which a client reached the mock: `http://127.0.0.1:4010`. */
export type OriginReader = (request: IncomingMessage) => string;

/** Makes the reader of requests' origins. A host that could not stand in a URL is replaced by the socket's address. */
export function createOriginReader({ publicUrl, trustProxy }: OriginOptions): OriginReader {
  if (publicUrl !== undefined) return () => publicUrl;
  const readDirect = createDirectReader();
  const readOrigin = trustProxy ? createProxiedReader(readDirect) : readDirect;
  return (request) => {
    const { baseUrl } = request as { baseUrl?: string };
    return baseUrl === undefined || baseUrl === '' ? readOrigin(request) : readOrigin(request) + baseUrl;
  };
}

function createDirectReader(): OriginReader {
  // Nearly every request names the same host: it is checked once.
  let known: string | undefined;
  let origin = '';
  return (request) => {
    const { host } = request.headers;
    const isSecure = (request.socket as Partial<TLSSocket>).encrypted === true;
    if (isSecure || host === undefined) return `${isSecure ? 'https' : 'http'}://${hostOf(request)}`;
    if (host !== known) {
      if (!isHost(host)) return `http://${hostOf(request)}`;
      known = host;
      origin = `http://${host}`;
    }
    return origin;
  };
}

function createProxiedReader(readDirect: OriginReader): OriginReader {
  return (request) => {
    const direct = readDirect(request);
    const { protocol, host, prefix } = readForwarding(request.headers);
    const end = direct.indexOf('://');
    return `${protocol ?? direct.slice(0, end)}://${host ?? direct.slice(end + 3)}${prefix ?? ''}`;
  };
}

function hostOf({ headers, socket }: IncomingMessage): string {
  if (headers.host !== undefined && isHost(headers.host)) return headers.host;
  const { localAddress = '127.0.0.1', localPort = 80 } = socket;
  return `${localAddress.includes(':') ? `[${localAddress.replace(/%.*$/, '')}]` : localAddress}:${localPort}`;
}
