import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { Decision } from '../admin/check-types.ts';
import { ScrollRegion } from '../parts/scroll-region.tsx';
import { Segments } from '../parts/small-parts.tsx';
import { AreaBar, AreaMark, sayArea, sumAreas } from './areas.tsx';
import type { LiveRun } from './state.ts';

/** A run as it goes on: what is decided, area by area, and violations at once. */
export function Running({ live: { run, decisions } }: { live: LiveRun }): JSX.Element {
  const whole = sumAreas(run.areas);
  const next = run.areas.findIndex(({ done, of }) => done > 0 && done < of);
  return (
    <>
      <div
        role="progressbar"
        aria-valuenow={whole.done}
        aria-valuemin={0}
        aria-valuemax={whole.of}
        aria-label="Requirements decided"
        class="whole-bar"
      >
        <AreaBar area={whole} />
      </div>
      <section class="card areas" aria-label="Areas">
        {run.areas.map((area, index) => (
          <div key={area.area} class="area">
            <AreaMark area={area} isNext={index === next} />
            <b>{area.area}</b>
            <AreaBar area={area} />
            <span class="num soft">
              {area.done} of {area.of}
            </span>
            <span class={area.violations > 0 ? 'small fail' : 'small soft'}>{sayArea(area)}</span>
          </div>
        ))}
      </section>
      <Feed decisions={decisions} />
    </>
  );
}

/** What is asked right now, and how many requests are left. */
export function Progress({ live: { run } }: { live: LiveRun }): JSX.Element {
  return (
    <>
      <section class="card aside" aria-label="Requests">
        <p class="eyebrow">Requests</p>
        <p class="big">
          {run.requests} <span class="soft">of {run.maxRequests} at most</span>
        </p>
        <progress value={run.requests} max={run.maxRequests} aria-label="Requests sent" />
        <p class="soft small">Only reads. No rate limit is provoked. Stop keeps what was found.</p>
      </section>
      <section class="card aside asking" aria-label="Right now">
        <p class="eyebrow">Right now</p>
        <p>{run.asking ?? 'Reads the list for the first time'}</p>
        <code class="soft">{run.request === undefined ? '' : shorten(run.request)}</code>
      </section>
    </>
  );
}

/** Without the origin, which the form says. */
function shorten(request: string): string {
  return request.replace(/ https?:\/\/[^/]+/, ' ').slice(0, 160);
}

const SIGNS: Readonly<Record<string, string>> = { pass: '✓', fail: '✕', warn: '!', note: 'i', inconclusive: '?' };

function Feed({ decisions }: { decisions: readonly Decision[] }): JSX.Element {
  const [kind, setKind] = useState<'violations' | 'all'>('violations');
  const violations = decisions.filter(({ verdict }) => verdict === 'fail');
  const others = kind === 'all' ? decisions.filter(({ verdict }) => verdict !== 'fail') : [];
  return (
    <section class="card feed" aria-label="As they are decided">
      <header>
        <h2>As they are decided</h2>
        <span class="grow" />
        <Segments
          name="What is shown"
          value={kind}
          onPick={setKind}
          options={[
            ['violations', 'Violations'],
            ['all', 'All'],
          ]}
        />
      </header>
      <ScrollRegion label="Decisions">
        {violations.length === 0 && kind === 'violations' && <p class="soft none">No violation so far.</p>}
        <ul>
          {violations.map(({ id, title, reason }) => (
            <li key={id} class="violation">
              <b class="fail small">{levelOf(title)}</b>
              <span>
                <b>{markCode(withoutLevel(title))}</b>
                <span class="soft small block">{markCode(reason)}</span>
              </span>
              <code class="soft">{id}</code>
            </li>
          ))}
        </ul>
        <ul class="small">
          {others.map(({ id, verdict, reason }) => (
            <li key={id} class="decision">
              <span class={verdict}>{SIGNS[verdict] ?? '–'}</span>
              <span class="hidden">{verdict}</span>
              <code>{id}</code> <span class="soft">{markCode(reason)}</span>
            </li>
          ))}
        </ul>
      </ScrollRegion>
    </section>
  );
}

/** The level of a requirement as its title has it: `MUST NOT`. */
export function levelOf(title: string): string {
  return /^(?:MUST|SHOULD|MAY)(?: NOT)?(?= )/.exec(title)?.[0] ?? '';
}

/** `MUST lead back` as `Lead back`, where the level stands beside it. */
export function withoutLevel(title: string): string {
  const bare = title.slice(levelOf(title).length).trimStart();
  return bare.charAt(0).toUpperCase() + bare.slice(1);
}

/** Names and values between backticks as code. */
export function markCode(text: string): readonly (string | JSX.Element)[] {
  return text.split('`').map((part, index) => (index % 2 === 1 ? <code key={index}>{part}</code> : part));
}
