import type { JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { Demo, DemoSummary } from '../admin/demo-types.ts';
import { useAction } from '../parts/form.ts';
import { Notice, Problem, Skeleton } from '../parts/small-parts.tsx';
import { contract, session } from '../state/chosen.ts';
import { connection } from '../state/connection.ts';
import { go, hrefOf, parameter } from '../state/location.ts';
import { Player } from './player.tsx';
import { giveUpRecording, recording, startRecording, stopRecording } from './record.ts';
import { DEMO_SESSION, demo, demos, openDemo, step, stepTitles } from './state.ts';

/** Stories that are told with a list: chosen, played, recorded. */
export function Tell(): JSX.Element {
  const name = parameter('demo');
  const isLive = connection.value.state === 'live';
  useEffect(() => {
    // A link of somebody else names a demo, and no session in which it could be played.
    if (name !== undefined && session.value === 'default' && isLive) void openDemo(name, step.value, { replace: true });
  }, [name, isLive]);
  useEffect(() => {
    if (name === undefined) document.title = `Tell · pagewright`;
  });
  const found = demo.value.value;
  if (name !== undefined && demo.error.value !== undefined) return <UnknownDemo name={name} error={demo.error.value} />;
  return (
    <div class="tell">
      <List />
      {name !== undefined && found?.name === name && <Player demo={found} />}
    </div>
  );
}

function UnknownDemo({ name, error }: { name: string; error: Error }): JSX.Element {
  return (
    <Notice
      isView
      title={`The demo “${name}” cannot be played`}
      actions={(demos.value.value ?? []).map((one) => (
        <button key={one.name} type="button" class="btn" onClick={() => void openDemo(one.name)}>
          {one.title}
        </button>
      ))}
    >
      {error.message}
    </Notice>
  );
}

function List(): JSX.Element {
  const all = demos.value.value;
  const title = contract.value?.title ?? '';
  return (
    <>
      <div class="head">
        <div>
          <h1>Show how {title} pages, step by step</h1>
          <p class="soft">
            A demo resets its session, so it is played in one of its own,{' '}
            <code>{session.value === 'default' ? DEMO_SESSION : session.value}</code>: what clients do in others goes
            on.
          </p>
        </div>
      </div>
      <Problem error={demos.error.value} />
      {all === undefined && demos.isSlow.value && <Skeleton lines={4} />}
      {all?.length === 0 && (
        <Notice title="This API has no demos yet">
          Record one below, or write a file <code>fixtures/{contract.value?.id}/demos/name.yaml</code> beside its
          document.
        </Notice>
      )}
      <ul class="tell-list">
        {all?.map((one) => (
          <Choice key={one.name} one={one} />
        ))}
      </ul>
      <Recorder />
    </>
  );
}

function Choice({ one }: { one: DemoSummary }): JSX.Element {
  const wanted = useRef(1);
  const open = useAction(() => openDemo(one.name, wanted.current));
  const titles = stepTitles.value.value?.get(one.name) ?? [];
  const follow = (step: number) => (event: MouseEvent) => {
    if (event.metaKey || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    wanted.current = step;
    void open.run();
  };
  return (
    <li class="card">
      <h2>{one.title}</h2>
      <p class="soft">
        {one.problem ?? `${one.steps} ${one.steps === 1 ? 'step' : 'steps'}`}
        {one.isUnsaved && ', kept in memory only'}
      </p>
      <ol>
        {titles.map((title, index) => (
          <li key={index}>
            <a href={hrefOf({ demo: one.name, step: index + 1 })} onClick={follow(index + 1)}>
              {title}
            </a>
          </li>
        ))}
      </ol>
      <div class="actions">
        {one.problem === undefined && (
          <a class="btn primary" href={hrefOf({ demo: one.name, step: 1 })} onClick={follow(1)}>
            Play
          </a>
        )}
      </div>
      <Problem error={open.error} />
    </li>
  );
}

/** Makes a demo of what is done in the session. */
function Recorder(): JSX.Element | null {
  const [name, setName] = useState('');
  const [title, setTitle] = useState('');
  const [made, setMade] = useState<Demo | undefined>(undefined);
  const chosen = contract.value;
  const start = useAction(async () => {
    setMade(undefined);
    if (chosen !== undefined) await startRecording(chosen);
  });
  const stop = useAction(async () => {
    setMade(await stopRecording(name, title));
    demos.reload();
  });
  if (chosen === undefined) return null;
  const now = recording.value;
  const isHere = now?.session === session.value && now.contract === chosen.id;
  return (
    <section class="card recorder" aria-labelledby="recorder-title">
      <h2 id="recorder-title">{now === undefined ? 'Record one' : `Recording in the session ${now.session}`}</h2>
      {now === undefined && (
        <>
          <p class="soft">
            Each request for the list from now on becomes a step, whoever sends it, with all that is done before it: the
            time that passes, rows, faults, grease, the bug that is pretended, and what is taken back.
          </p>
          <button type="button" class="btn" onClick={() => void start.run()}>
            Start recording
          </button>
        </>
      )}
      {now !== undefined && (
        <form
          onSubmit={(event) => {
            event.preventDefault();
            void stop.run();
          }}
        >
          <p class="soft">
            {sayRecorded(now.steps, now.deeds)}
            {isHere ? 'Now send requests, ' : 'It goes on in another session. Send requests there, '}
            <a
              href={hrefOf({}, 'explore')}
              onClick={(event) => {
                event.preventDefault();
                go({}, { view: 'explore' });
              }}
            >
              for example in Explore
            </a>
            , and come back.
          </p>
          <div class="field">
            <label for="demo-title">Title</label>
            <input
              id="demo-title"
              class="input"
              required
              value={title}
              onInput={(event) => setTitle(event.currentTarget.value)}
            />
          </div>
          <div class="field">
            <label for="demo-name">Name of its file, without .yaml</label>
            <input
              id="demo-name"
              class="input"
              required
              value={name}
              placeholder="expired-link"
              onInput={(event) => setName(event.currentTarget.value)}
            />
          </div>
          <div class="actions">
            <button type="submit" class="btn primary" disabled={stop.isRunning}>
              Stop and keep it
            </button>
            <button type="button" class="btn" onClick={giveUpRecording}>
              Give up
            </button>
          </div>
        </form>
      )}
      <Problem error={start.error ?? stop.error} />
      {made !== undefined && <Made demo={made} />}
    </section>
  );
}

function sayRecorded(steps: number, deeds: number): string {
  const said = [
    ...(steps === 0 ? [] : [steps === 1 ? '1 step' : `${steps} steps`]),
    ...(deeds === 0 ? [] : [deeds === 1 ? '1 change for the next' : `${deeds} changes for the next`]),
  ];
  return said.length === 0 ? '' : `${said.join(', ')} so far. `;
}

function Made({ demo: { contract: id, name, yaml } }: { demo: Demo }): JSX.Element {
  const save = (): void => {
    const url = URL.createObjectURL(new Blob([yaml], { type: 'application/yaml' }));
    const link = document.createElement('a');
    link.href = url;
    link.download = `${name}.yaml`;
    link.click();
    URL.revokeObjectURL(url);
  };
  return (
    <div>
      <p>
        It is kept until the mock ends. To keep it for good, save it as{' '}
        <code>
          fixtures/{id}/demos/{name}.yaml
        </code>
        .
      </p>
      <button type="button" class="btn" onClick={save}>
        Save {name}.yaml
      </button>
      <pre class="yaml">{yaml}</pre>
    </div>
  );
}
