import type { JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import type { Demo, DemoStep } from '../admin/demo-types.ts';
import { nounOf, sayOrder } from '../explore/headline.ts';
import { nameOf, sayValue, valueAt } from '../explore/rows-names.ts';
import { locateOnStrip } from '../parts/on-strip.ts';
import { ScrollRegion } from '../parts/scroll-region.tsx';
import { Problem, toneOf } from '../parts/small-parts.tsx';
import { formatInstant, formatSpan } from '../parts/times.ts';
import { contract, model } from '../state/chosen.ts';
import { go } from '../state/location.ts';
import { Strip } from '../strip/strip.tsx';
import { openDemo, type PlayedStep, playAgain, played, step, whenPlayed } from './state.ts';

/** One step of a demo, readable from the last row: a title, a sentence, what was asked, what came back. */
export function Player({ demo }: { demo: Demo }): JSX.Element {
  const box = useRef<HTMLDialogElement>(null);
  const number = Math.min(step.value, demo.steps.length);
  const at = demo.steps[number - 1] as DemoStep;
  const now = played.value.value;
  useEffect(() => {
    box.current?.showModal();
    box.current?.focus();
    return () => box.current?.close();
  }, []);
  useEffect(() => {
    document.title = `${at.title} · ${demo.title} · pagewright`;
  });
  const keys = listKeys(demo, number);
  return (
    <dialog
      ref={box}
      tabIndex={-1}
      class="stage"
      aria-labelledby="stage-title"
      onCancel={(event) => {
        event.preventDefault();
        leave();
      }}
      onKeyDown={(event) => {
        const key = keys[event.key];
        const isPressing = event.target instanceof HTMLButtonElement && (event.key === ' ' || event.key === 'Enter');
        const isOnStrip = event.target instanceof SVGElement && event.key.startsWith('Arrow');
        if (key === undefined || isPressing || isOnStrip || event.ctrlKey || event.metaKey || event.altKey) return;
        event.preventDefault();
        key();
      }}
    >
      <p class="stage-eyebrow">
        <b>pagewright</b> <span>{demo.title}</span>{' '}
        <span>
          {number} of {demo.steps.length}
        </span>
      </p>
      <div class="stage-lead">
        <div>
          <h1 id="stage-title" aria-live="polite">
            {at.title}
          </h1>
          <p>{at.text}</p>
        </div>
        {now?.step === number && (at.show === 'clock' || now.clock > now.clockBefore) && <ClockOfStep now={now} />}
      </div>
      <Problem error={played.error.value} />
      {now !== undefined && <Picture now={now} />}
      {now !== undefined && <Panes now={now} show={at.show} />}
      {now !== undefined && now.step === number && now.broken.length > 0 && (
        <p class="stage-broken warn" role="alert">
          This step says what is not so: {now.broken.join('; ')}.
        </p>
      )}
      <Footer demo={demo} number={number} />
    </dialog>
  );
}

function leave(): void {
  go({ demo: undefined, step: undefined });
}

function listKeys(demo: Demo, number: number): Readonly<Record<string, () => void>> {
  const to = (next: number): void => {
    if (next >= 1 && next <= demo.steps.length) void openDemo(demo.name, next);
  };
  return {
    ArrowRight: () => to(number + 1),
    PageDown: () => to(number + 1),
    ' ': () => to(number + 1),
    ArrowLeft: () => to(number - 1),
    PageUp: () => to(number - 1),
    r: playAgain,
    e: () => void openInExplore(),
    f: toggleFullScreen,
    Escape: leave,
  };
}

/** What is on the stage, with its last request selected. */
async function openInExplore(): Promise<void> {
  const [id, last] = [contract.value?.id, (await whenPlayed())?.last];
  const place = id === undefined || last === undefined ? {} : await locateOnStrip(id, last.id).catch(() => ({}));
  go({ demo: undefined, step: undefined, ...place }, { view: 'explore' });
}

function toggleFullScreen(): void {
  if (document.fullscreenElement === null) void document.documentElement.requestFullscreen().catch(() => {});
  else void document.exitFullscreen();
}

const HOUR = 3_600_000;

/** Deadlines are told in hours, as long as those can be counted. */
function sayPassed(passed: number): string {
  const hours = passed / HOUR;
  return Number.isInteger(hours) && hours > 1 && hours < 72 ? `${hours} hours` : formatSpan(passed);
}

function ClockOfStep({ now: { clock, clockBefore } }: { now: PlayedStep }): JSX.Element {
  const passed = Date.parse(clock) - Date.parse(clockBefore);
  return (
    <div class="stage-clock">
      {passed > 0 && <p class="soft">{formatInstant(clockBefore)}</p>}
      <p class="now">{formatInstant(clock)}</p>
      {passed > 0 && <p class="warn">{sayPassed(passed)} later</p>}
    </div>
  );
}

function Picture({ now }: { now: PlayedStep }): JSX.Element | null {
  const [chosen, says] = [contract.value, model.value.value];
  if (now.picture === undefined || chosen === undefined || says === undefined) return null;
  const noun = nounOf(chosen.path);
  if (now.total === 0) return <p class="strip-empty">No {noun} match</p>;
  const rows = new Map(now.rows.map((one) => [one.identity, one.row]));
  return (
    <figure class="stage-strip">
      <Strip
        picture={now.picture}
        total={now.total}
        order={sayOrder(says)}
        position={says.page.position}
        nameRow={(identity) => nameOf(rows.get(identity), identity)}
      />
    </figure>
  );
}

function Panes({ now, show }: { now: PlayedStep; show: DemoStep['show'] }): JSX.Element | null {
  const { last } = now;
  if (last === undefined) return null;
  const [address = '', query = ''] = last.request.url.split('?');
  const pairs = query === '' ? [] : query.split('&');
  const status = last.response?.status;
  return (
    <div class="stage-panes">
      <ScrollRegion label="Asked" class="card">
        <h2>
          Asked <span class="soft">{now.exchanges.length > 1 && `last of ${now.exchanges.length} requests`}</span>
        </h2>
        <pre>
          {last.request.method} {address.replace(/^https?:\/\/[^/]+/, '').replace(/^\/__session\/[^/]+/, '')}
          {pairs.map((pair, index) => (
            <span key={pair}>
              {'\n    '}
              {index === 0 ? '?' : '&'}
              {shorten(pair)}
            </span>
          ))}
        </pre>
      </ScrollRegion>
      <ScrollRegion label="Response" class="card">
        <h2>
          Response: <b class={toneOf(status)}>{status === undefined ? 'none' : status}</b>{' '}
          {now.page?.rows.length !== undefined && status === 200 && (
            <span class="soft">
              {now.page.rows.length} rows{now.page.total === undefined ? '' : ` of ${now.page.total}`}
            </span>
          )}
        </h2>
        {show === 'rows' ? <Rows now={now} /> : <Body now={now} />}
      </ScrollRegion>
    </div>
  );
}

/** A token is as long as it likes; its beginning tells it apart. */
function shorten(pair: string): string {
  return pair.length > 44 ? `${pair.slice(0, 40)}…` : pair;
}

function Rows({ now }: { now: PlayedStep }): JSX.Element {
  const columns = (model.value.value?.columns ?? []).slice(0, 4);
  return (
    <table>
      <thead>
        <tr>
          {columns.map((column) => (
            <th key={column} scope="col">
              {column.replace(/^\//, '')}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {(now.page?.rows ?? []).slice(0, 6).map(({ identity, row }) => (
          <tr key={identity}>
            {columns.map((column) => (
              <td key={column}>{sayValue(valueAt(row, column))}</td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** Of a rejection what it says; of a page what stands around the rows. */
function Body({ now }: { now: PlayedStep }): JSX.Element {
  const { status, body = '', headers = {} } = now.last?.response ?? {};
  const wait = Object.entries(headers).find(([name]) => name.toLowerCase() === 'retry-after')?.[1];
  const said = status !== undefined && status >= 400 ? findSentence(body) : undefined;
  return (
    <>
      {said !== undefined && <p class="stage-says">“{said}”</p>}
      {wait !== undefined && (
        <p>
          <code>Retry-After: {wait}</code>
        </p>
      )}
      <pre class="soft">{describeBody(body)}</pre>
    </>
  );
}

/** The longest text of a body that is a sentence. */
function findSentence(body: string): string | undefined {
  const texts = body.match(/"(?:[^"\\]|\\.)*"/g) ?? [];
  const sentences = texts.map((text) => String(JSON.parse(text))).filter((text) => text.trim().includes(' '));
  return sentences.sort((one, other) => other.length - one.length)[0];
}

/** A body without its rows, of which only the number is of interest here. */
function describeBody(body: string): string {
  try {
    return JSON.stringify(JSON.parse(body), shortenValue, 2).slice(0, 900);
  } catch {
    return body.slice(0, 900);
  }
}

function shortenValue(_name: string, value: unknown): unknown {
  if (Array.isArray(value) && value.length > 1 && typeof value[0] === 'object') return `${value.length} rows`;
  return typeof value === 'string' && value.length > 90 ? `${value.slice(0, 86)}…` : value;
}

function Footer({ demo, number }: { demo: Demo; number: number }): JSX.Element {
  const next = demo.steps[number];
  const keys = listKeys(demo, number);
  return (
    <footer class="stage-foot">
      <nav aria-label="Steps" class="steps">
        {demo.steps.map(({ title }, index) => (
          <button
            key={index}
            type="button"
            class={index < number - 1 ? 'done' : ''}
            aria-label={`Step ${index + 1}: ${title}`}
            aria-current={index === number - 1 ? 'step' : undefined}
            onClick={() => void openDemo(demo.name, index + 1)}
          />
        ))}
      </nav>
      <span class="next soft">
        {next === undefined ? 'the last step' : 'next: '}
        <b>{next?.title}</b>
      </span>
      <span class="grow" />
      <button
        type="button"
        class="btn quiet small"
        onClick={keys['ArrowLeft']}
        disabled={number === 1}
        aria-label="Previous step"
      >
        <kbd>←</kbd>
      </button>
      <button
        type="button"
        class="btn quiet small"
        onClick={keys['ArrowRight']}
        disabled={next === undefined}
        aria-label="Next step"
      >
        <kbd>→</kbd>
      </button>
      <button type="button" class="btn quiet small" onClick={playAgain}>
        <kbd>R</kbd> do it again
      </button>
      <button type="button" class="btn quiet small" onClick={keys['e']}>
        <kbd>E</kbd> open in Explore
      </button>
      <button type="button" class="btn quiet small wide" onClick={toggleFullScreen}>
        <kbd>F</kbd> full screen
      </button>
      <button type="button" class="btn quiet small" onClick={leave}>
        <kbd>Esc</kbd> leave
      </button>
    </footer>
  );
}
