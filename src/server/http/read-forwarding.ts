import type { IncomingHttpHeaders } from 'node:http';
import { isHost } from './is-host.ts';

/** What a proxy says about the request that it received; only what is well-formed. */
export interface Forwarding {
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
