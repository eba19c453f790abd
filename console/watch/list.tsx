import type { ComponentChildren, JSX } from 'preact';
import type { Exchange } from '../admin/activity-types.ts';
import type { ContractModel } from '../admin/contract-types.ts';
import { toneOf } from '../parts/small-parts.tsx';
import { formatSpan } from '../parts/times.ts';
import { findings, type ShownFinding } from '../state/findings.ts';
import { go, hrefOf } from '../state/location.ts';
import type { Group } from './groups.ts';
import { describeWalk, type Line, type Part, positional } from './lines.ts';
import { MiniStrip } from './mini-strip.tsx';
import { parametersOf } from './offers.ts';

interface ListProps {
  readonly groups: readonly Group[];
  /** Whether groups have a heading. */
  readonly isGrouped: boolean;
  readonly model: ContractModel;
  /** Names of headers that each request has to have, in lower case. */
  readonly headers: readonly string[];
  readonly selected: number | undefined;
  /** When the first of all exchanges came. */
  readonly start: string;
  /** Ids of exchanges that the filter keeps. */
  readonly kept: ReadonlySet<number>;
}

/** The journal, group by group. */
export function Groups({ groups, kept, isGrouped, ...rest }: ListProps): JSX.Element {
  return (
    <>
      {groups
        .filter(({ exchanges }) => exchanges.some(({ id }) => kept.has(id)))
        .map((group) => (
          <section key={group.exchanges[0]?.id} aria-label={nameGroup(group)}>
            {isGrouped && <GroupHead group={group} model={rest.model} />}
            <ul>
              {describeWalk(group.exchanges, rest.model, rest.headers)
                .filter(({ exchange }) => kept.has(exchange.id))
                .map((line) => (
                  <LineRow key={line.exchange.id} line={line} {...rest} />
                ))}
            </ul>
          </section>
        ))}
    </>
  );
}

function nameGroup({ walk }: Group): string {
  return walk === undefined ? 'Other requests' : `Walk ${walk.walk}`;
}

function GroupHead({ group, model }: { group: Group; model: ContractModel }): JSX.Element | null {
  const { walk, exchanges } = group;
  if (walk === undefined) {
    return (
      <header class="walk-head">
        <h2>Other requests</h2>
      </header>
    );
  }
  const { read, total, never } = walk.rows;
  const isShort = read < total && (walk.isComplete || isRefused(exchanges.at(-1)));
  const first = exchanges[0];
  return (
    <header class="walk-head">
      <h2>Walk {walk.walk}</h2>
      <span class="small query">
        {first !== undefined &&
          parametersOf(first)
            .filter(([name]) => !positional(model).includes(name))
            .map(([name, value]) => (
              <code key={`${name} ${value}`}>
                {name}={shorten(value)}
              </code>
            ))}
        {first?.by === 'console' && <span class="chip">console</span>}
      </span>
      <span class="grow" />
      <a
        class="mini"
        href={hrefOf({ walk: walk.walk }, 'explore')}
        aria-label={`Show walk ${walk.walk} on the strip`}
        onClick={(event) => {
          event.preventDefault();
          go({ walk: walk.walk }, { view: 'explore' });
        }}
      >
        <MiniStrip walk={walk} isRefused={isRefused(exchanges.at(-1))} />
      </a>
      <b class={`small num read ${isShort ? 'fail' : 'soft'}`}>
        {read.toLocaleString('en')} of {total.toLocaleString('en')}
        {never > 0 && walk.isComplete && <span class="hidden">, {never} never read</span>}
      </b>
    </header>
  );
}

function isRefused(exchange: Exchange | undefined): boolean {
  return exchange !== undefined && (exchange.response?.status ?? 500) >= 400;
}

type RowProps = Omit<ListProps, 'groups' | 'kept' | 'isGrouped'> & { readonly line: Line };

function LineRow({ line, selected, start, model }: RowProps): JSX.Element {
  const { exchange } = line;
  const { id, response, durationMs, isAborted } = exchange;
  const found = findings.value.get(id) ?? [];
  const status = response?.status;
  return (
    <li
      class={id === selected ? 'line selected' : 'line'}
      aria-current={id === selected ? 'true' : undefined}
      data-exchange={id}
    >
      <a
        class="entry"
        href={hrefOf({ exchange: id })}
        onClick={(event) => {
          if (event.metaKey || event.ctrlKey) return;
          event.preventDefault();
          go({ exchange: id });
        }}
      >
        <span class="soft num">{id}</span>
        <span class="soft small num">{sayOffset(start, exchange.at)}</span>
        <span class="what">
          <Start line={line} />
          <Parts parts={line.parts} />
          {line.isAgain && <span class="soft small"> again</span>}
          {exchange.by !== undefined && <span class="chip">{exchange.by}</span>}
        </span>
        <b class={toneOf(status)}>{status ?? (isAborted === true ? 'gone' : 'reset')}</b>
        <span class="soft small rows">{sayRows(exchange, model)}</span>
        <span class="soft small num">{sayDuration(durationMs)}</span>
        {exchange.faults !== undefined && <span class="found soft">faults: {exchange.faults.join(', ')}</span>}
        {found.map((one) => (
          <FoundLine key={one.result.id} {...one} />
        ))}
      </a>
    </li>
  );
}

function FoundLine({ result }: ShownFinding): JSX.Element {
  const [level, demand] = splitTitle(result.title);
  return (
    <span class={`found ${result.verdict === 'fail' ? 'fail' : 'warn'}`}>
      <b>{level}</b> {demand}
    </span>
  );
}

/** The word of how binding it is, and the demand. */
export function splitTitle(title: string): readonly [level: string, demand: string] {
  const at = title.indexOf(' ');
  return [title.slice(0, at), title.slice(at + 1)];
}

/** What a request goes on by. */
export function Start({ line: { start } }: { line: Line }): JSX.Element {
  switch (start.kind) {
    case 'first':
      return <>first page</>;
    case 'offer':
      return (
        <span class="token" title={`${start.offer.where} of response ${start.offer.from}`}>
          {start.offer.isLink ? 'link' : 'token'} of {start.offer.from}
        </span>
      );
    case 'position':
      return start.isGiven ? (
        <code>
          {start.name}={start.value}
        </code>
      ) : (
        <>
          <span class="small">a position that no response gave,</span> <code>{shorten(start.value)}</code>
        </>
      );
    default:
      return <code>{start.target}</code>;
  }
}

/** What is not as it was given. */
export function Parts({ parts }: { parts: readonly Part[] }): JSX.Element {
  return (
    <>
      {parts.map(({ name, given, sent, isHeader }) => (
        <span key={name} class="part">
          {sent === undefined ? (
            <Word word="without">
              <del>{isHeader === true || given === undefined ? name : `${name}=${shorten(given)}`}</del>
            </Word>
          ) : given === undefined ? (
            <Word word="with">
              <ins>{isHeader === true ? name : `${name}=${shorten(sent)}`}</ins>
            </Word>
          ) : (
            <Word word={`${name}`}>
              <del>{shorten(given)}</del> <span class="small">to</span> <ins>{shorten(sent)}</ins>
            </Word>
          )}
        </span>
      ))}
    </>
  );
}

function Word({ word, children }: { word: string; children: ComponentChildren }): JSX.Element {
  return (
    <>
      {' '}
      <span class="small">{word}</span> {children}
    </>
  );
}

/** A long value by its ends. */
export function shorten(value: string, most = 28): string {
  return value.length <= most ? value : `${value.slice(0, most - 9)}…${value.slice(-8)}`;
}

function sayOffset(start: string, at: string): string {
  const milliseconds = Date.parse(at) - Date.parse(start);
  return milliseconds < 60_000 ? `+${(milliseconds / 1000).toFixed(2)} s` : `+${formatSpan(milliseconds)}`;
}

export function sayDuration(milliseconds: number): string {
  return milliseconds < 100 ? `${milliseconds.toFixed(1)} ms` : formatSpan(milliseconds);
}

const counts = new WeakMap<Exchange, number | undefined>();

/** How many rows an answer has, as far as its own text tells: the longest array of objects that have an identity. */
function countRows(exchange: Exchange, { identity }: ContractModel): number | undefined {
  if (counts.has(exchange)) return counts.get(exchange);
  let most: number | undefined;
  const visit = (value: unknown, depth: number): void => {
    if (typeof value !== 'object' || value === null || depth > 4) return;
    if (Array.isArray(value)) {
      const isRows = value.every((one) => typeof one === 'object' && one !== null && identity in one);
      if (isRows) most = Math.max(most ?? 0, value.length);
      return;
    }
    for (const one of Object.values(value)) visit(one, depth + 1);
  };
  try {
    visit(JSON.parse(exchange.response?.body ?? ''), 0);
  } catch {
    most = undefined;
  }
  counts.set(exchange, most);
  return most;
}

function sayRows(exchange: Exchange, model: ContractModel): string {
  const count = countRows(exchange, model);
  if (count === undefined || count === 0) return 'no rows';
  return count === 1 ? '1 row' : `${count.toLocaleString('en')} rows`;
}
