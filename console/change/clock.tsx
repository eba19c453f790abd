import type { JSX } from 'preact';
import { useRef, useState } from 'preact/hooks';
import { callAdmin } from '../admin/client.ts';
import { useAction } from '../parts/form.ts';
import { Problem, Segments } from '../parts/small-parts.tsx';
import { formatInstant, formatSpan } from '../parts/times.ts';
import { api, clock, session } from '../state/chosen.ts';
import { canAct } from '../state/connection.ts';

/** How many moments ahead have a button. */
const MOMENTS = 3;
const DAY = 86_400_000;
const WIDTH = 318;

/** The session's clock, as a line with the moments that matter on it. */
export function ClockCard(): JSX.Element {
  const known = clock.value.value;
  const change = useRef<object>({});
  const [text, setText] = useState('');
  const apply = useAction(async () => {
    await callAdmin('/clock', { method: 'POST', query: { session: session.value }, body: change.current });
    clock.reload();
  });
  const say = (body: object): void => {
    change.current = body;
    void apply.run();
  };
  const now = known?.contracts[api.value ?? ''] ?? known?.now;
  const ahead = (known?.ahead ?? []).filter(({ contract }) => contract === api.value).slice(0, MOMENTS);
  const isOff = !canAct() || now === undefined;
  return (
    <section class="card clock-card" aria-label="Clock">
      <header>
        <h2>Clock</h2>
        <span class="grow" />
        <Segments
          name="Whether the clock runs"
          value={known?.runs === true ? 'runs' : 'stands'}
          options={[
            ['stands', 'Stands'],
            ['runs', 'Runs'],
          ]}
          onPick={(state) => say({ frozen: state === 'stands' })}
        />
      </header>
      <div class="clock">
        <p class="big">
          {now === undefined ? '…' : formatInstant(now)} <span class="soft">UTC</span>
        </p>
        {now !== undefined && <TimeLine now={now} moments={ahead.map(({ at }) => at)} />}
        <ul class="moments">
          {ahead.map(({ at, what }) => (
            <li key={`${at} ${what}`}>
              <button type="button" class="btn small" disabled={isOff} onClick={() => say({ set: at })}>
                Until {what}
              </button>
              <span class="soft small">
                in {formatSpan(Date.parse(at) - Date.parse(now ?? at))}
                <span class="hidden">, {formatInstant(at)} UTC</span>
              </span>
            </li>
          ))}
        </ul>
        <form
          class="steps"
          onSubmit={(event) => {
            event.preventDefault();
            say({ set: text });
          }}
        >
          {['1m', '1h', '1d', '8d'].map((step) => (
            <button key={step} type="button" class="btn small" disabled={isOff} onClick={() => say({ advance: step })}>
              +{step.replace(/(\d+)(\w)/, '$1 $2').replace(' m', ' min')}
            </button>
          ))}
          <label class="hidden" for="set-clock">
            Set the clock, UTC
          </label>
          <input
            id="set-clock"
            class="input mono"
            placeholder={now ?? ''}
            value={text}
            aria-invalid={apply.error !== undefined}
            onInput={(event) => setText(event.currentTarget.value)}
          />
          <button type="submit" class="btn small" disabled={isOff || text === ''}>
            Set
          </button>
        </form>
        <Problem error={apply.error} />
      </div>
    </section>
  );
}

function TimeLine({ now, moments }: { now: string; moments: readonly string[] }): JSX.Element {
  const start = Date.parse(now);
  const spans = moments.map((at) => Date.parse(at) - start);
  const scale = (WIDTH - 24) / Math.max(DAY, ...spans);
  const [next] = spans;
  return (
    <svg class="time-line" viewBox={`0 0 ${WIDTH} 20`} aria-hidden="true">
      <line class="rail" x1="6" x2={WIDTH - 6} y1="10" y2="10" />
      {next !== undefined && <line class="until" x1="6" x2={6 + next * scale} y1="10" y2="10" />}
      <circle class="now" cx="6" cy="10" r="5" />
      {spans.map((span) => (
        <circle key={span} class="moment" cx={6 + span * scale} cy="10" r="4" />
      ))}
    </svg>
  );
}
