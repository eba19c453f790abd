import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import type { TLSSocket } from 'node:tls';

/** How clients reach the mock. */
interface OriginOptions {
  /** What links start with, whatever a request says, without a slash at its end: `https://api.example.com/mock`. */
  readonly publicUrl?: string | undefined;
  /** Whether `Forwarded` and `X-Forwarded-*` headers are believed. */
  readonly trustProxy?: boolean | undefined;
}

/** Finds the scheme, host and prefix under which a client reached the mock: `http://127.0.0.1:4010`. */
export type OriginReader = (request: IncomingMessage) => string;

/** Creates the reader of requests' origins. A host that is invalid in a URL is replaced by the socket's address. */
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

/** What a proxy says about the request that it received; only what is well-formed. */
interface Forwarding {
  readonly protocol?: string;
  readonly host?: string;
  /** The path that the proxy took away, without a slash at its end. */
  readonly prefix?: string;
}

/**
 * Reads `Forwarded` (RFC 7239) and, for what it leaves out, `X-Forwarded-Proto`, `-Host` and `-Prefix`. Of several
 * proxies the first counts: the one that the client spoke to.
 */
export function readForwarding(headers: IncomingHttpHeaders): Forwarding {
  const standard = readStandard(firstOf(headers.forwarded));
  const protocol = standard['proto'] ?? firstOf(headers['x-forwarded-proto']);
  const host = standard['host'] ?? firstOf(headers['x-forwarded-host']);
  const prefix = firstOf(headers['x-forwarded-prefix'])?.replace(/\/+$/, '');
  return {
    ...(protocol !== undefined && /^https?$/i.test(protocol) && { protocol: protocol.toLowerCase() }),
    ...(host !== undefined && isHost(host) && { host }),
    ...(prefix !== undefined && /^(?:\/[\w.~!$&'()*+,;=:@%-]+)*$/.test(prefix) && { prefix }),
  };
}

function firstOf(value: string | string[] | undefined): string | undefined {
  const text = typeof value === 'string' ? value : value?.[0];
  // A quoted part of `Forwarded` may hold a comma, but never in what is read from it here.
  return text?.split(',', 1)[0]?.trim();
}

function readStandard(element: string | undefined): Readonly<Record<string, string>> {
  const parameters: Record<string, string> = {};
  for (const part of element?.split(';') ?? []) {
    const [name = '', ...rest] = part.split('=');
    parameters[name.trim().toLowerCase()] = rest
      .join('=')
      .trim()
      .replace(/^"(.*)"$/, '$1');
  }
  return parameters;
}

const HOST = /^(?:[a-z0-9_](?:[a-z0-9._-]*[a-z0-9_.])?|\[[0-9a-f:.]+\])(?::\d{1,5})?$/i;

/** Whether a text is a host name or address with an optional port, and nothing that could break out of a URL. */
export function isHost(text: string): boolean {
  return text.length <= 260 && HOST.test(text);
}

/** Headers by which proxies say that a request is not their own. */
const FORWARDING =
  /^(?:forwarded|via|x-(?:original-)?forwarded(?:-.*)?|x-real-ip|(?:x-|true-)(?:cluster-)?client-ip|cf-connecting-ip|fastly-client-ip|x-envoy-external-address|x-azure-clientip|x-appengine-user-ip|x-proxyuser-ip)$/;

/** Whether a request came through a proxy that says so. */
export function hasForwardingHeader(headers: IncomingHttpHeaders): boolean {
  return Object.keys(headers).some((name) => FORWARDING.test(name));
}
