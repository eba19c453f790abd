import { recordExchange, type Exchange as ShownExchange, toCurl } from '../../conformance/client/exchange.ts';

import type { Evidence } from '../../conformance/result.ts';
import { listCredentialHeaders, listPublicHeaders } from '../contract/credentials.ts';
import { createRedactor, type Redactor } from '../contract/redactor.ts';
import type { Exchange } from '../journal/exchange.ts';
import { readHeader } from '../mock/message.ts';
import type { Finding } from './rules/client-rule.ts';

/** Writes the findings of rules as evidence, without any credential. */
export interface EvidenceWriter {
  /** @param title - that of the rule */
  write(title: string, finding: Finding): Evidence;
  /** Returns a text about exchanges without the credentials in them. */
  redact(text: string, exchanges: readonly Exchange[]): string;
}

/**
 * @param known - credentials that are never shown
 * @param findSecrets - returns the credentials in a text
 */
export function createEvidenceWriter(
  known: readonly string[],
  findSecrets: (text: string) => readonly string[],
): EvidenceWriter {
  const plain = createRedactor(known);

  // Only the credentials of these exchanges: all those of a long session would be too many to search for at once.
  function redactorFor(exchanges: readonly Exchange[]): Redactor {
    const texts = exchanges.flatMap(({ request, response }) => [
      `${request.path}?${request.query}`,
      JSON.stringify(request.headers),
      JSON.stringify(response?.headers ?? []),
      decode(response?.body ?? ''),
    ]);
    return plain.extend(texts.flatMap(findSecrets));
  }

  return {
    write(title, { summary, expected, received, difference, exchanges }) {
      const redactor = redactorFor(exchanges);
      const shown = exchanges.map((exchange) => showExchange(exchange, redactor));
      return {
        demand: redactor.redact(`${title}: ${summary}`),
        ...(expected !== undefined && { expected: redactValue(expected, redactor) }),
        ...(received !== undefined && { received: redactValue(received, redactor) }),
        exchanges: shown,
        journal: exchanges.map(({ id }) => id),
        ...(difference !== undefined && {
          difference: difference.map(({ name, given, sent }) => ({
            part: name,
            given: given === undefined ? null : redactor.redact(given),
            sent: sent === undefined ? null : redactor.redact(sent),
          })),
        }),
        curl: shown.filter((_, index) => isReadOnly(exchanges[index])).map(toCurl),
      };
    },
    redact: (text, exchanges) => redactorFor(exchanges).redact(text),
  };
}

function redactValue(value: unknown, { redact }: Redactor): unknown {
  if (typeof value === 'string') return redact(value);
  return Array.isArray(value) ? value.map((one) => redactValue(one, { redact } as Redactor)) : value;
}

/** A command that changes something is nothing to try out. */
function isReadOnly(exchange: Exchange | undefined): boolean {
  const { method } = exchange?.request ?? {};
  return method === 'GET' || method === 'HEAD' || (exchange?.isList === true && method === exchange.contract?.method);
}

function showExchange({ request, response, contract, durationMs }: Exchange, redactor: Redactor): ShownExchange {
  const headers = Object.keys(request.headers).map((name) => {
    return [name, { value: readHeader(request, name) ?? '', variablePrefix: '' }] as const;
  });
  const query = request.query === '' ? '' : `?${request.query}`;
  const sent = {
    method: request.method,
    ...(request.body !== undefined && { body: request.body }),
    url: `${request.origin}${request.path}${query}`,
    headers: new Map(headers),
    credentialHeaders: new Set(contract === undefined ? [] : listCredentialHeaders(contract)),
    publicHeaders: new Set(contract === undefined ? [] : listPublicHeaders(contract)),
  };
  if (response === undefined) {
    const reason = 'the connection was reset';
    return recordExchange(
      sent,
      { kind: 'failed', error: 'unreachable', reason, transient: true, durationMs },
      redactor,
    );
  }
  const { status, body } = response;
  const shown = joinHeaders(response.headers);
  // In response to HEAD no body is sent, whatever the journal has.
  const text = request.method === 'HEAD' ? '' : decode(body);
  return recordExchange(sent, { kind: 'answered', status, headers: shown, text, durationMs }, redactor);
}

function joinHeaders(headers: NonNullable<Exchange['response']>['headers']): Readonly<Record<string, string>> {
  const joined = new Map<string, string>();
  for (const [name, value] of headers) {
    const key = name.toLowerCase();
    const before = joined.get(key);
    joined.set(key, before === undefined ? value : `${before}, ${value}`);
  }
  return Object.fromEntries(joined);
}

function decode(body: string): string {
  return Buffer.from(body, 'latin1').toString('utf8');
}
