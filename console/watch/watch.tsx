import { computed } from '@preact/signals';
import type { JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { Exchange } from '../admin/activity-types.ts';
import { addressOf, token } from '../admin/client.ts';
import { copyText } from '../frame/copy-link.tsx';
import { useKeys } from '../frame/keys.tsx';
import { useAction } from '../parts/form.ts';
import { Notice, Problem, Segments, Skeleton } from '../parts/small-parts.tsx';
import { contract, model, session } from '../state/chosen.ts';
import { canAct } from '../state/connection.ts';
import { audit, findingCount } from '../state/findings.ts';
import { go, parameter } from '../state/location.ts';
import { Detail } from './detail.tsx';
import { groupByWalk } from './groups.ts';
import { sayCount, sayHeadline } from './headline.ts';
import { HeldRequests, HoldButton } from './held.tsx';
import {
  clearJournal,
  exchanges,
  goneCount,
  holds,
  isJournalSlow,
  isOfClass,
  journalError,
  MOST,
  mentions,
  ownCount,
  showsConsole,
  walks,
} from './journal.ts';
import { Groups } from './list.tsx';
import { Overview } from './overview.tsx';

const CLASSES = ['2xx', '4xx', '5xx'] as const;

/** What clients do, as they do it. */
export function Watch(): JSX.Element {
  if (exchanges.value === undefined || contract.value === undefined || model.value.value === undefined) {
    return journalError.value === undefined ? (
      <>
        <h1>Watch</h1>
        {isJournalSlow.value && <Skeleton lines={8} />}
      </>
    ) : (
      <Notice isView title="The journal cannot be read">
        <Problem error={journalError.value} />
      </Notice>
    );
  }
  const isEmpty = exchanges.value.length === 0 && (holds.value.value?.held.length ?? 0) === 0;
  return (
    <>
      <Head />
      {isEmpty ? <Empty /> : <Journal />}
    </>
  );
}

const headline = computed(() => {
  const shown = contract.value;
  if (shown === undefined) return undefined;
  return sayHeadline({
    session: session.value,
    contract: shown,
    walks: (walks.value.value ?? []).filter(({ by }) => by !== 'console'),
    exchanges: (exchanges.value ?? []).filter(({ by }) => by !== 'console'),
    findingCount: findingCount.value,
    isJudged: audit.value.value !== undefined,
    cause: audit.value.value?.causes?.[0]?.title,
    heldCount: holds.value.value?.held.length ?? 0,
  });
});

function Head(): JSX.Element {
  const { before = 'Watch', number, after = '', isTrouble = false, detail = '' } = headline.value ?? {};
  useEffect(() => {
    document.title = `${before}${number ?? ''}${after} – pagewright`;
  }, [before, number, after]);
  return (
    <div class="watch-head">
      <h1 aria-live="polite">
        {before}
        {number !== undefined && <span class={isTrouble ? 'fail' : undefined}>{number}</span>}
        {after}
      </h1>
      <span class="soft">{detail}</span>
    </div>
  );
}

/** How long a text rests before the list is filtered by it, in milliseconds. */
const TYPING = 120;

function Filters({ counts }: { counts: Readonly<Record<string, number>> }): JSX.Element {
  const field = useRef<HTMLInputElement>(null);
  const [text, setText] = useState(parameter('text') ?? '');
  useKeys([{ key: '/', what: 'filter', act: () => field.current?.focus() }]);
  useEffect(() => {
    const timer = setTimeout(() => go({ text: text === '' ? undefined : text }, { replace: true }), TYPING);
    return () => clearTimeout(timer);
  }, [text]);
  return (
    <>
      <span class="filter">
        <label class="hidden" for="journal-filter">
          Filter by URL, header or body
        </label>
        <input
          ref={field}
          id="journal-filter"
          class="input"
          type="search"
          placeholder="Filter by URL, header or body"
          value={text}
          onInput={(event) => setText(event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key === 'Escape') setText('');
          }}
        />
      </span>
      <Segments
        name="Status"
        value={parameter('status') ?? ''}
        options={[['', `All ${counts['']}`], ...CLASSES.map((name) => [name, `${name} ${counts[name]}`] as const)]}
        onPick={(status) => go({ status: status === '' ? undefined : status })}
      />
      <Segments
        name="Arrangement"
        value={parameter('by') ?? 'walk'}
        options={[
          ['walk', 'By walk'],
          ['order', 'In order'],
        ]}
        onPick={(by) => go({ by: by === 'walk' ? undefined : by })}
      />
    </>
  );
}

function Toolbar({ counts }: { counts: Readonly<Record<string, number>> }): JSX.Element {
  const clear = useAction(clearJournal);
  const archive = useAction(downloadArchive);
  const own = ownCount.value;
  return (
    <div class="toolbar">
      <Filters counts={counts} />
      {(own > 0 || showsConsole.value) && (
        <label class="small own">
          <input
            type="checkbox"
            checked={showsConsole.value}
            onChange={(event) => go({ console: event.currentTarget.checked ? '1' : undefined })}
          />{' '}
          {sayCount(own, 'request')} of the console
        </label>
      )}
      <span class="grow" />
      <HoldButton />
      <button type="button" class="btn small" disabled={!canAct()} onClick={() => void archive.run()}>
        Download HAR
      </button>
      <button type="button" class="btn small quiet" disabled={!canAct()} onClick={() => void clear.run()}>
        Clear
      </button>
      <Problem error={clear.error ?? archive.error} />
    </div>
  );
}

async function downloadArchive(): Promise<void> {
  const response = await fetch(addressOf('/journal.har', { session: session.value }), {
    headers: token.value === undefined ? {} : { 'X-Pagewright-Token': token.value },
  });
  if (!response.ok) throw new Error(`The archive could not be read: ${response.status}`);
  const url = URL.createObjectURL(await response.blob());
  const link = document.createElement('a');
  link.href = url;
  link.download = `${session.value}.har`;
  link.click();
  URL.revokeObjectURL(url);
}

function Journal(): JSX.Element {
  const all = exchanges.value ?? [];
  const shown = contract.value;
  const about = model.value.value;
  const text = parameter('text') ?? '';
  const found = all.filter((exchange) => mentions(exchange, text));
  const kept = found.filter((exchange) => isOfClass(exchange, parameter('status')));
  const counts = Object.fromEntries(
    ['', ...CLASSES].map((name) => [
      name,
      found.filter((one) => isOfClass(one, name === '' ? undefined : name)).length,
    ]),
  );
  const wanted = Number(parameter('exchange') ?? Number.NaN);
  const selected = all.find(({ id }) => id === wanted);
  useSteps(kept, selected);
  const isByWalk = (parameter('by') ?? 'walk') === 'walk';
  const summaries = walks.value.value ?? [];
  if (shown === undefined || about === undefined) return <Skeleton lines={8} />;
  return (
    <>
      <Toolbar counts={counts} />
      <div class={selected === undefined ? 'watch' : 'watch opened'}>
        <section class="card journal" aria-label="Journal">
          <Follower count={kept.length} isHeldBack={selected !== undefined}>
            {goneCount.value > 0 && (
              <p class="gone soft small">
                The first {sayCount(goneCount.value, 'request')} are{' '}
                {all.length < MOST ? 'no longer kept' : 'not shown: the newest are'}.
              </p>
            )}
            {kept.length === 0 && all.length > 0 && (
              <Notice
                title="No request matches"
                actions={
                  <button type="button" class="btn" onClick={() => go({ text: undefined, status: undefined })}>
                    Clear the filter
                  </button>
                }
              >
                {sayCount(all.length, 'request')} without the filter.
              </Notice>
            )}
            <Groups
              groups={isByWalk ? groupByWalk(all, summaries) : [{ exchanges: all }]}
              isGrouped={isByWalk}
              model={about}
              headers={headerNames()}
              selected={selected?.id}
              start={all[0]?.at ?? ''}
              kept={new Set(kept.map(({ id }) => id))}
            />
            <HeldRequests before={all} model={about} />
          </Follower>
        </section>
        <section class="card detail" aria-label={selected === undefined ? 'Request' : `Request ${selected.id}`}>
          {selected === undefined ? (
            <NoDetail newest={all.at(-1)?.id} />
          ) : (
            <Detail
              exchange={selected}
              exchanges={all}
              walk={summaries.find(({ exchanges: ids }) => ids.includes(selected.id))}
              contract={shown}
              model={about}
            />
          )}
        </section>
      </div>
    </>
  );
}

function NoDetail({ newest }: { newest: number | undefined }): JSX.Element {
  const asked = parameter('exchange');
  if (asked === undefined) return <Overview />;
  return (
    <Notice
      title={`Unknown request ${asked}`}
      actions={
        <button type="button" class="btn" onClick={() => go({ exchange: newest })}>
          Show the newest
        </button>
      }
    >
      It is no longer kept, was sent to another API, or never came.
    </Notice>
  );
}

/** Headers that each request has to have, in lower case. */
function headerNames(): readonly string[] {
  const named = model.value.value?.parameters.filter((one) => one.in === 'header').map(({ name }) => name) ?? [];
  const all = [...Object.keys(contract.value?.headers ?? {}), ...named].map((name) => name.toLowerCase());
  return [...new Set(all)];
}

/** Keys that go through the list. */
function useSteps(kept: readonly Exchange[], selected: Exchange | undefined): void {
  const step = (way: 1 | -1): void => {
    const at = kept.findIndex(({ id }) => id === selected?.id);
    const next = kept[at < 0 ? (way === 1 ? 0 : kept.length - 1) : at + way];
    if (next === undefined) return;
    go({ exchange: next.id }, { replace: selected !== undefined });
    document.querySelector(`[data-exchange="${next.id}"]`)?.scrollIntoView({ block: 'nearest' });
  };
  useKeys([
    { key: 'j', what: 'next request', act: () => step(1) },
    { key: 'k', what: 'request before', act: () => step(-1) },
    { key: 'r', what: 'replay the request', act: () => document.getElementById('replay')?.click() },
    { key: 'h', what: 'hold the next request', act: () => document.getElementById('hold-next')?.click() },
    { key: 'Escape', what: 'close the request', act: () => go({ exchange: undefined }) },
  ]);
}

interface FollowerProps {
  readonly count: number;
  /** Whether new lines are not to move what is seen. */
  readonly isHeldBack: boolean;
  readonly children: JSX.Element | (JSX.Element | false | null)[];
}

/** Follows the end of the list, unless somebody looks at something: then it says how many have come. */
function Follower({ count, isHeldBack, children }: FollowerProps): JSX.Element {
  const box = useRef<HTMLDivElement>(null);
  const inner = useRef<HTMLDivElement>(null);
  const isFollowing = useRef(true);
  const [seen, setSeen] = useState(count);
  const follow = (): void => {
    if (!isFollowing.current || isHeldBack || box.current === null) return;
    box.current.scrollTop = box.current.scrollHeight;
    setSeen(count);
  };
  useEffect(() => {
    follow();
    if (count < seen) setSeen(count);
    // What is found later makes lines higher.
    const observer = new ResizeObserver(follow);
    if (inner.current !== null) observer.observe(inner.current);
    return () => observer.disconnect();
  }, [count, isHeldBack]);
  const fresh = Math.max(0, count - seen);
  return (
    <>
      <div
        ref={box}
        class="scroll"
        onScroll={({ currentTarget: { scrollTop, clientHeight, scrollHeight } }) => {
          isFollowing.current = scrollTop + clientHeight >= scrollHeight - 8;
          if (isFollowing.current && !isHeldBack) setSeen(count);
        }}
      >
        <div ref={inner}>{children}</div>
      </div>
      {fresh > 0 && (
        <button
          type="button"
          class="btn primary small pill"
          onClick={() => {
            setSeen(count);
            box.current?.scrollTo({ top: box.current.scrollHeight });
          }}
        >
          {fresh} new
        </button>
      )}
    </>
  );
}

/** What to do when no client has come. */
function Empty(): JSX.Element {
  const { url = '', headers = {} } = contract.value ?? {};
  const command = [
    `curl -i '${url}'`,
    ...Object.entries(headers).map(([name, value]) => `-H '${name}: ${value}'`),
  ].join(' \\\n  ');
  const [isCopied, setCopied] = useState(false);
  return (
    <section class="card empty" aria-label="Journal">
      <Notice
        title="Send the first request"
        actions={
          <>
            <button
              type="button"
              class="btn primary"
              onClick={() => void copyText(command).then(() => setCopied(true))}
            >
              {isCopied ? 'Copied' : 'Copy the command'}
            </button>
            <HoldButton />
          </>
        }
      >
        <p>Point a client at the address below. Its requests show here as they come.</p>
        <pre class="command">{command}</pre>
        {ownCount.value > 0 && (
          <p>
            {sayCount(ownCount.value, 'request')} of the console {ownCount.value === 1 ? 'is' : 'are'} not shown.{' '}
            <button type="button" class="btn quiet small" onClick={() => go({ console: '1' })}>
              Show
            </button>
          </p>
        )}
      </Notice>
    </section>
  );
}
