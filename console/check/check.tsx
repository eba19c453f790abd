import type { JSX } from 'preact';
import { useEffect } from 'preact/hooks';
import type { CheckRun } from '../admin/check-types.ts';
import { Notice, Problem, Skeleton } from '../parts/small-parts.tsx';
import { contract, contracts } from '../state/chosen.ts';
import { go, parameter } from '../state/location.ts';
import { sumAreas } from './areas.tsx';
import { Difference, SideBySide, sayDifference } from './difference.tsx';
import { ResultOf, Summary, Undecided } from './result.tsx';
import { Progress, Running } from './running.tsx';
import { Runs } from './runs.tsx';
import { chosen, chosenId, difference, isUnknownRun, live, runs } from './state.ts';
import { startRun, TargetForm } from './target-form.tsx';

/** Runs of the suite, against the mock itself or another server. */
export function Check(): JSX.Element {
  const { text, tone, more } = writeHeadline();
  useEffect(() => {
    document.title = `${text}${tone === undefined ? '' : ` ${tone.text}`} · pagewright`;
  });
  return (
    <div class="check">
      <TargetForm />
      <div class="check-head">
        <h1 aria-live="polite">
          {text} {tone !== undefined && <span class={tone.kind}>{tone.text}</span>}
        </h1>
        {more}
      </div>
      <div class="check-columns">
        <div class="check-main">
          <Content />
        </div>
        <aside aria-label="About the run">
          <Beside />
          <Runs />
        </aside>
      </div>
    </div>
  );
}

interface Headline {
  readonly text: string;
  readonly tone?: { readonly text: string; readonly kind: 'pass' | 'fail' | 'warn' | 'soft' };
  readonly more?: JSX.Element;
}

function writeHeadline(): Headline {
  const now = live.value;
  const run = now?.run ?? chosen.value.value;
  const name = contracts.value.value?.find(({ id }) => id === run?.contract)?.title ?? contract.value?.title ?? '';
  if (isUnknownRun.value) return { text: `Unknown run “${parameter('run')}”` };
  if (run === undefined) return { text: `Does ${name || 'the server'} keep its contract?` };
  if (now !== undefined) {
    const { done, of, violations } = sumAreas(run.areas);
    return {
      text: `Checking ${name}:`,
      tone: { text: `${done} of ${of} decided`, kind: 'soft' },
      ...(violations > 0 && {
        more: <b class="fail">{violations === 1 ? '1 violation' : `${violations} violations`} so far</b>,
      }),
    };
  }
  const compared = difference.value.value;
  if (parameter('versus') !== undefined && compared !== undefined) {
    const kind = compared.regressed ? 'fail' : 'pass';
    return { text: `From run ${parameter('versus')} to run ${run.id}:`, tone: { text: sayDifference(compared), kind } };
  }
  return { text: name, tone: judge(run) };
}

function judge({ state, verdict }: CheckRun): NonNullable<Headline['tone']> {
  if (state === 'failed') return { text: 'could not be checked', kind: 'warn' };
  if (verdict === 'fail') return { text: 'does not conform', kind: 'fail' };
  if (verdict === 'pass') return { text: 'conforms', kind: 'pass' };
  return { text: state === 'stopped' ? 'was not checked to the end' : 'could not be judged', kind: 'warn' };
}

function Content(): JSX.Element {
  const run = chosen.value.value;
  if (live.value !== undefined) return <Running live={live.value} />;
  if (isUnknownRun.value) return <UnknownRun />;
  if (chosen.error.value !== undefined) return <Problem error={chosen.error.value} />;
  if (runs.value.value !== undefined && chosenId.value === undefined) return <NoRuns />;
  if (run === undefined) return chosen.isSlow.value ? <Skeleton lines={6} /> : <div />;
  if (parameter('versus') !== undefined) return <Difference />;
  if (run.report !== undefined) return <ResultOf run={run} report={run.report} />;
  return (
    <Notice title="It could not be run">
      <p class="message">{run.message}</p>
    </Notice>
  );
}

function Beside(): JSX.Element | null {
  if (live.value !== undefined) return <Progress live={live.value} />;
  const run = chosen.value.value;
  if (run?.report === undefined) return null;
  const other = runs.value.value?.find(({ id }) => String(id) === parameter('versus'));
  if (other !== undefined) return <SideBySide before={other} after={run} />;
  return (
    <>
      <Summary run={run} report={run.report} />
      <Undecided report={run.report} />
    </>
  );
}

function NoRuns(): JSX.Element {
  return (
    <Notice
      title="Nothing has been checked yet in this session"
      actions={
        <button type="button" class="btn primary" onClick={() => void startRun({ profile: 'quick' }).catch(() => {})}>
          Check this mock, quickly
        </button>
      }
    >
      The suite sends requests to a server, holds the responses against the contract, and says what is broken and how to
      see it again. It only reads. Give the address of a server above, or check the mock itself: with a bug that it
      pretends to have, to see what that looks like.
    </Notice>
  );
}

function UnknownRun(): JSX.Element {
  return (
    <Notice
      title="It was removed, or is of another session"
      actions={runs.value.value?.slice(0, 8).map(({ id, target, isOwn }) => (
        <button key={id} type="button" class="btn" onClick={() => go({ run: id, versus: undefined })}>
          Run {id}, {isOwn ? 'this mock' : target}
        </button>
      ))}
    >
      {runs.value.value?.length === 0 ? 'This session has no runs.' : 'This session has these:'}
    </Notice>
  );
}
