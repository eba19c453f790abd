import type { JSX } from 'preact';
import { useEffect } from 'preact/hooks';
import { deviation, session } from '../state/chosen.ts';
import { changedRows, isClockMoved } from './changes.ts';
import { ClockCard } from './clock.tsx';
import { Editor } from './editor.tsx';
import { activeFaults, FaultsCard } from './faults.tsx';
import { GreaseCard, grease } from './grease.tsx';
import { sayDifferences } from './headline.ts';
import { HistoryBar } from './history.tsx';
import { PretendCard } from './pretend.tsx';
import { RowTable } from './table.tsx';

/** The world that clients find: rows, time, and what goes wrong. */
export function Change(): JSX.Element {
  return (
    <>
      <Head />
      <div class="change">
        <section class="card rows-card" aria-label="Rows">
          <RowTable />
          <Editor />
        </section>
        <div class="column">
          <ClockCard />
          <FaultsCard />
        </div>
        <div class="column">
          <PretendCard />
          <GreaseCard />
        </div>
      </div>
      <HistoryBar />
    </>
  );
}

function Head(): JSX.Element {
  const { title, detail } = sayDifferences({
    rows: changedRows.value.size,
    faults: activeFaults().length,
    isPretending: deviation.value !== undefined,
    isGreased: grease.value.value?.isOn === true,
    isClockMoved: isClockMoved.value,
  });
  useEffect(() => {
    document.title = `${title} – pagewright`;
  }, [title]);
  return (
    <div class="watch-head">
      <h1 aria-live="polite">{title}</h1>
      <span class="soft">
        {detail === '' ? `in session ${session.value}` : `${detail}; in session ${session.value} alone`}
      </span>
    </div>
  );
}
