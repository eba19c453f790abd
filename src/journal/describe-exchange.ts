import { REDACTED } from '../contract/secrets/create-redactor.ts';
import type { Exchange } from './exchange.ts';
import type { EntryHeaders, JournalEntry } from './journal-entry.ts';
import { writeUrl } from './write-url.ts';

/** What must not be shown of an exchange. */
export interface Secrecy {
  /** Headers of the request and of the response whose value is not shown at all, by name in lower case. */
  readonly hidden: ReadonlySet<string>;
  /** Takes secrets out of any other text. */
  redact(text: string): string;
}

/** Describes an exchange without what must not be shown. */
export function describeExchange(exchange: Exchange, secrecy: Secrecy): JournalEntry {
  const { contract, connection, faults, isAborted, request, response } = exchange;
  return {
    id: exchange.id,
    session: exchange.session,
    ...(contract === undefined ? {} : { contract: contract.id }),
    at: new Date(exchange.at).toISOString(),
    clock: new Date(exchange.clock).toISOString(),
    durationMs: exchange.durationMs,
    ...(connection === undefined ? {} : { connection }),
    ...(isAborted === undefined ? {} : { isAborted }),
    ...(faults === undefined ? {} : { faults }),
    request: {
      method: request.method,
      url: secrecy.redact(writeUrl(exchange)),
      headers: describeHeaders(Object.entries(request.headers), secrecy),
    },
    ...(response === undefined
      ? {}
      : {
          response: {
            status: response.status,
            headers: describeHeaders(response.headers, secrecy),
            body: secrecy.redact(Buffer.from(response.body, 'latin1').toString('utf8')),
          },
        }),
  };
}

type HeaderValue = string | readonly string[] | undefined;

function describeHeaders(headers: Iterable<readonly [string, HeaderValue]>, secrecy: Secrecy): EntryHeaders {
  const values = new Map<string, string[]>();
  for (const [name, value] of headers) {
    if (value === undefined) continue;
    const key = name.toLowerCase();
    const sofar = values.get(key);
    if (sofar === undefined) values.set(key, [value].flat());
    else sofar.push(...[value].flat());
  }
  return Object.fromEntries(
    [...values].map(([name, all]) => [name, secrecy.hidden.has(name) ? REDACTED : secrecy.redact(all.join(', '))]),
  );
}
