import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { Exchange } from '../admin/activity-types.ts';
import type { Headers } from '../admin/contract-types.ts';
import { ScrollRegion } from '../parts/scroll-region.tsx';
import { formatInstant, formatSpan } from '../parts/times.ts';
import { targetOf } from './lines.ts';
import { sayDuration } from './list.tsx';

/** More of a body is shown only when it is asked for, in characters. */
const ENOUGH = 100_000;

/** The body of an answer. */
export function AnswerPart({ exchange }: { exchange: Exchange }): JSX.Element {
  const { response, isAborted, request } = exchange;
  if (response === undefined) {
    return (
      <p class="soft pad">
        {isAborted === true
          ? 'The client went away before the response was complete.'
          : 'No response was sent: the connection was reset.'}
      </p>
    );
  }
  if (request.method === 'HEAD' || response.body === '') return <p class="soft pad">The response has no body.</p>;
  return <Body text={response.body} />;
}

/** A body, set as JSON where it is JSON. */
function Body({ text }: { text: string }): JSX.Element {
  const [isWhole, setWhole] = useState(false);
  const pretty = setJson(text);
  const isLong = pretty.length > ENOUGH && !isWhole;
  return (
    <ScrollRegion class="body" label="Body">
      <pre>{isLong ? pretty.slice(0, ENOUGH) : pretty}</pre>
      {isLong && (
        <button type="button" class="btn small" onClick={() => setWhole(true)}>
          Show all {pretty.length.toLocaleString('en')} characters
        </button>
      )}
    </ScrollRegion>
  );
}

function setJson(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}

/** The request as it came. */
export function RequestPart({ exchange }: { exchange: Exchange }): JSX.Element {
  const { request } = exchange;
  const lines = [targetOf(exchange), ...Object.entries(request.headers).map(([name, value]) => `${name}: ${value}`)];
  return (
    <>
      <ScrollRegion class="body" label="Request">
        <pre>{lines.join('\n')}</pre>
      </ScrollRegion>
      {request.body !== undefined && <Body text={request.body} />}
    </>
  );
}

export function HeadersPart({ exchange }: { exchange: Exchange }): JSX.Element {
  return (
    <div class="pad">
      <HeaderTable title="Request" headers={exchange.request.headers} />
      {exchange.response !== undefined && <HeaderTable title="Response" headers={exchange.response.headers} />}
    </div>
  );
}

function HeaderTable({ title, headers }: { title: string; headers: Headers }): JSX.Element {
  return (
    <table class="headers">
      <caption>{title}</caption>
      <tbody>
        {Object.entries(headers).map(([name, value]) => (
          <tr key={name}>
            <th scope="row">
              <code>{name}</code>
            </th>
            <td>
              <code>{value}</code>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** @param previous - the exchange that came before it */
export function TimingPart({
  exchange,
  previous,
}: {
  exchange: Exchange;
  previous: Exchange | undefined;
}): JSX.Element {
  const { at, clock, durationMs, connection, faults, isAborted } = exchange;
  const facts: readonly (readonly [string, string | undefined])[] = [
    ['came', new Date(at).toLocaleString('en-GB', { dateStyle: 'medium', timeStyle: 'medium' })],
    ['the mock’s clock', `${formatInstant(clock)} UTC`],
    ['after the request before', previous === undefined ? undefined : sayPause(previous, exchange)],
    ['response after', sayDuration(durationMs)],
    ['connection', connection === undefined ? undefined : String(connection)],
    ['faults', faults?.join(', ')],
    ['the client', isAborted === true ? 'went away before the end' : undefined],
  ];
  return (
    <dl class="facts pad">
      {facts.map(([name, value]) =>
        value === undefined ? null : (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ),
      )}
    </dl>
  );
}

function sayPause(previous: Exchange, { at }: Exchange): string {
  return formatSpan(Math.max(0, Date.parse(at) - Date.parse(previous.at)));
}
