import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { CheckRun } from '../admin/check-types.ts';
import { formatSpan } from '../parts/times.ts';
import { go, hrefOf, parameter } from '../state/location.ts';
import { chosenId, live, runs } from './state.ts';

/** What came of a run, in a word or two. */
function Outcome({ run }: { run: CheckRun }): JSX.Element {
  const failed = run.areas.reduce((sum, { violations }) => sum + violations, 0);
  if (run.state === 'running') return <span class="chip open">running</span>;
  if (run.state === 'failed') return <span class="chip warn">not run</span>;
  if (failed > 0) return <span class="chip fail">{failed} failed</span>;
  if (run.state === 'stopped') return <span class="chip warn">stopped</span>;
  return run.verdict === 'pass' ? <span class="chip pass">conforms</span> : <span class="chip open">undecided</span>;
}

/** The runs of the session; two of them can be compared. */
export function Runs(): JSX.Element | null {
  const [isComparing, setComparing] = useState(false);
  const now = live.value?.run;
  const all = (runs.value.value ?? []).map((run) => (run.id === now?.id ? now : run));
  if (all.length === 0) return null;
  const versus = parameter('versus');
  return (
    <section class="card runs" aria-label="Runs of this session">
      <header>
        <h2>Runs of this session</h2>
        <span class="grow" />
        {versus !== undefined ? (
          <button type="button" class="btn quiet small" onClick={() => go({ versus: undefined })}>
            Compare no more
          </button>
        ) : (
          all.length > 1 && (
            <button
              type="button"
              class="btn quiet small"
              aria-pressed={isComparing}
              onClick={() => setComparing(!isComparing)}
            >
              {isComparing ? 'Cancel' : 'Compare two'}
            </button>
          )
        )}
      </header>
      {isComparing && versus === undefined && (
        <p class="soft small none">Compare the run that is open with which one?</p>
      )}
      <ol>
        {all.map((run) => {
          const isOpen = run.id === chosenId.value;
          const patch =
            isComparing && !isOpen
              ? { run: chosenId.value, versus: run.id }
              : { run: run.id, versus: undefined, id: undefined };
          return (
            <li key={run.id}>
              <a
                href={hrefOf(patch)}
                aria-current={isOpen ? 'true' : undefined}
                class={String(run.id) === versus ? 'compared' : undefined}
                onClick={(event) => {
                  if (event.metaKey || event.ctrlKey || event.shiftKey) return;
                  event.preventDefault();
                  setComparing(false);
                  go(patch);
                }}
              >
                <b>
                  {run.id}: {run.isOwn ? 'this mock' : run.target.replace(/^https?:\/\//, '')}
                </b>
                <Outcome run={run} />
                <span class="soft small">
                  {new Date(run.startedAt).toISOString().slice(11, 16)}, {run.requests} requests,{' '}
                  {formatSpan(run.durationMs)}
                </span>
                <span class="soft small num">{describeRows(run)}</span>
              </a>
            </li>
          );
        })}
      </ol>
    </section>
  );
}

function describeRows({ isOwn, deviation, scenario, contract }: CheckRun): string {
  if (!isOwn) return contract;
  return `${contract}, ${deviation ?? `${scenario ?? ''} rows`}`;
}
