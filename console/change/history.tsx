import type { JSX } from 'preact';
import { useRef, useState } from 'preact/hooks';
import { callAdmin } from '../admin/client.ts';
import { useKeys } from '../frame/keys.tsx';
import { useAction } from '../parts/form.ts';
import { MenuButton } from '../parts/menu-button.tsx';
import { Problem } from '../parts/small-parts.tsx';
import { clock, contracts, deviations, knownSession, session } from '../state/chosen.ts';
import { canAct, epoch } from '../state/connection.ts';
import { faults } from '../state/faults.ts';
import { createResource, type Resource } from '../state/resource.ts';
import { changes, undo, undoable } from './changes.ts';
import { grease } from './grease.tsx';
import { rowsChanged } from './rows.ts';

const snapshots: Resource<readonly string[]> = createResource((signal) => {
  epoch.value;
  return knownSession.value === undefined
    ? undefined
    : callAdmin('/snapshots', { query: { session: session.value }, signal });
});

/** Shows anew all that may be other than before. */
function reloadAll(): void {
  for (const resource of [contracts, clock, deviations, faults, grease, changes]) resource.reload();
  rowsChanged();
}

/** What was done last, and ways back. */
export function HistoryBar(): JSX.Element {
  const [newest, ...older] = undoable.value;
  const back = useAction(async () => {
    await undo();
    reloadAll();
  });
  const isOff = newest === undefined || back.isRunning || !canAct();
  const run = (): void => {
    if (!isOff) void back.run();
  };
  useKeys([{ key: 'Mod+z', what: 'undo', act: run }]);
  const isMac = /Mac|iP(?:hone|ad)/.test(navigator.platform);
  return (
    <section class="history" aria-label="History">
      <span role="status">
        {newest === undefined ? <span class="soft">Nothing to undo</span> : <b>{newest.summary}</b>}
      </span>
      {newest !== undefined && (
        <button type="button" class="btn small" disabled={isOff} onClick={run}>
          Undo <kbd>{isMac ? '⌘ Z' : 'Ctrl Z'}</kbd>
        </button>
      )}
      {older.length > 0 && (
        <span class="soft small before">
          before that:{' '}
          {older
            .slice(0, 3)
            .map(({ summary }) => summary)
            .join(', ')}
        </span>
      )}
      <Problem error={back.error} />
      <span class="grow" />
      <Snapshots />
      <Reset />
    </section>
  );
}

function Snapshots(): JSX.Element {
  const [isNaming, setNaming] = useState(false);
  const [name, setName] = useState('');
  const wanted = useRef('');
  const keep = useAction(async () => {
    const query = { session: session.value };
    await callAdmin('/snapshots', { method: 'POST', query, body: { name: name === '' ? freeName() : name } });
    snapshots.reload();
    setNaming(false);
    setName('');
  });
  const restore = useAction(async () => {
    const path = `/snapshots/${encodeURIComponent(wanted.current)}/restore`;
    await callAdmin(path, { method: 'POST', query: { session: session.value } });
    reloadAll();
  });
  const all = snapshots.value.value ?? [];
  return (
    <>
      {isNaming ? (
        <form
          class="naming"
          onSubmit={(event) => {
            event.preventDefault();
            void keep.run();
          }}
        >
          <label class="hidden" for="snapshot-name">
            Name of the snapshot
          </label>
          <input
            id="snapshot-name"
            class="input"
            autofocus
            placeholder={freeName()}
            value={name}
            aria-invalid={keep.error !== undefined}
            onInput={(event) => setName(event.currentTarget.value)}
            onKeyDown={(event) => {
              if (event.key === 'Escape') setNaming(false);
            }}
          />
          <button type="submit" class="btn small primary" disabled={!canAct() || keep.isRunning}>
            Keep it
          </button>
        </form>
      ) : (
        <button type="button" class="btn small" onClick={() => setNaming(true)}>
          Keep a snapshot
        </button>
      )}
      {all.length > 0 && (
        <MenuButton
          class="btn small"
          disabled={!canAct()}
          items={all.map((one) => ({ value: one, label: one }))}
          onPick={(picked) => {
            wanted.current = picked;
            void restore.run();
          }}
        >
          Restore…
        </MenuButton>
      )}
      <Problem error={keep.error ?? restore.error} />
    </>
  );
}

function freeName(): string {
  const all = new Set(snapshots.value.value);
  let number = all.size + 1;
  while (all.has(`snapshot-${number}`)) number += 1;
  return `snapshot-${number}`;
}

/** Asks once more: the journal, too, is empty afterwards. */
function Reset(): JSX.Element {
  const [isAsking, setAsking] = useState(false);
  const reset = useAction(async () => {
    await callAdmin('/reset', { method: 'POST', query: { session: session.value } });
    setAsking(false);
    reloadAll();
  });
  if (!isAsking) {
    return (
      <button type="button" class="btn small danger" disabled={!canAct()} onClick={() => setAsking(true)}>
        Reset session
      </button>
    );
  }
  return (
    <>
      <span class="small">As it began, with an empty journal?</span>
      <button type="button" class="btn small danger" disabled={!canAct()} onClick={() => void reset.run()}>
        Reset it
      </button>
      <button type="button" class="btn small" onClick={() => setAsking(false)}>
        Keep it as it is
      </button>
      <Problem error={reset.error} />
    </>
  );
}
