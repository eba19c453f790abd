import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { callAdmin } from '../admin/client.ts';
import { useAction } from '../parts/form.ts';
import { Picker } from '../parts/picker.tsx';
import { Problem } from '../parts/small-parts.tsx';
import { formatInstant } from '../parts/times.ts';
import {
  api,
  clock,
  contract,
  contracts,
  deviation,
  deviations,
  isUnknownSession,
  scenarios,
  session,
  sessions,
} from '../state/chosen.ts';
import { go } from '../state/location.ts';

/** The bar of what is shown: every number below it depends on it. */
export function Choices(): JSX.Element {
  return (
    <section class="choices" aria-label="What is shown">
      <Picker
        name="API"
        isMain
        value={api.value}
        options={(contracts.value.value ?? []).map(({ id, title, path }) => ({
          value: id,
          label: title,
          detail: path,
        }))}
        onPick={(id) => go({ api: id, row: undefined, walk: undefined })}
      />
      <Picker
        name="Session"
        isMain
        value={session.value}
        options={(sessions.value.value ?? []).map(({ id, exchanges }) => ({
          value: id,
          label: id,
          detail: exchanges === 1 ? '1 request' : `${exchanges} requests`,
        }))}
        onPick={(id) => go({ session: id === 'default' ? undefined : id })}
      >
        {(close) => <BeginSession close={close} />}
      </Picker>
      {!isUnknownSession.value && (
        <>
          <ScenarioPicker />
          <ClockPicker />
          <DeviationPicker />
        </>
      )}
    </section>
  );
}

function BeginSession({ close }: { close: () => void }): JSX.Element {
  const [id, setId] = useState('');
  const begin = useAction(async () => {
    const begun = await callAdmin<{ readonly id: string }>('/sessions', {
      method: 'POST',
      body: id === '' ? {} : { id },
    });
    sessions.reload();
    close();
    go({ session: begun.id });
  });
  const isNamed = session.value !== 'default';
  const end = useAction(async () => {
    await callAdmin(`/sessions/${encodeURIComponent(session.value)}`, { method: 'DELETE' });
    close();
    go({ session: undefined });
    sessions.reload();
  });
  return (
    <form
      class="panel-form"
      onSubmit={(event) => {
        event.preventDefault();
        void begin.run();
      }}
    >
      <div class="field">
        <label for="new-session">Name of a new session</label>
        <input
          id="new-session"
          class="input"
          value={id}
          placeholder="generated if empty"
          aria-invalid={begin.error !== undefined}
          onInput={(event) => setId(event.currentTarget.value)}
        />
      </div>
      <Problem error={begin.error ?? end.error} />
      <div class="panel-actions">
        <button type="submit" class="btn small">
          Begin a session
        </button>
        {isNamed && (
          <button type="button" class="btn small danger" onClick={() => void end.run()}>
            End {session.value}
          </button>
        )}
      </div>
    </form>
  );
}

function ScenarioPicker(): JSX.Element {
  const { id, scenario, rows } = contract.value ?? {};
  const load = async (name: string): Promise<void> => {
    await callAdmin(`/scenarios/${encodeURIComponent(name)}/load`, {
      method: 'POST',
      query: { contract: id, session: session.value },
    });
    contracts.reload();
  };
  const [name, setName] = useState<string | undefined>(undefined);
  const loading = useAction(() => load(name ?? ''));
  return (
    <Picker
      name="Rows"
      value={scenario}
      shown={scenario === undefined ? undefined : `${scenario}, ${rows?.toLocaleString('en')}`}
      options={(scenarios.value.value ?? []).map((one) => ({ value: one.name, label: one.name, detail: one.title }))}
      onPick={(picked) => {
        setName(picked);
        void load(picked);
      }}
    >
      {() => <Problem error={loading.error} />}
    </Picker>
  );
}

const STEPS = [
  { label: '+1 min', advance: '1m' },
  { label: '+1 h', advance: '1h' },
  { label: '+1 d', advance: '1d' },
  { label: '+8 d', advance: '8d' },
];

function ClockPicker(): JSX.Element {
  const { now, runs, ahead = [] } = clock.value.value ?? {};
  const [set, setSet] = useState('');
  const [change, setChange] = useState<object>({});
  const apply = useAction(async () => {
    await callAdmin('/clock', { method: 'POST', query: { session: session.value }, body: change });
    clock.reload();
  });
  const say = (body: object): void => {
    setChange(body);
    void callAdmin('/clock', { method: 'POST', query: { session: session.value }, body }).then(clock.reload, () =>
      apply.run(),
    );
  };
  return (
    <Picker
      name="Clock"
      value={undefined}
      shown={now === undefined ? undefined : `${formatInstant(now)}, ${runs === true ? 'running' : 'standing'}`}
      options={[
        ...ahead.map(({ at, what }) => ({ value: at, label: `Until ${what}`, detail: formatInstant(at) })),
        { value: 'toggle', label: runs === true ? 'Let it stand' : 'Let it run' },
      ]}
      onPick={(picked) => say(picked === 'toggle' ? { frozen: runs === true } : { set: picked })}
    >
      {(close) => (
        <form
          class="panel-form"
          onSubmit={(event) => {
            event.preventDefault();
            say({ set });
            close();
          }}
        >
          <div class="panel-actions">
            {STEPS.map(({ label, advance }) => (
              <button key={label} type="button" class="btn small" onClick={() => say({ advance })}>
                {label}
              </button>
            ))}
          </div>
          <div class="field">
            <label for="clock-set">Set the clock, UTC</label>
            <input
              id="clock-set"
              class="input mono"
              value={set}
              placeholder={now}
              onInput={(event) => setSet(event.currentTarget.value)}
            />
          </div>
          <Problem error={apply.error} />
        </form>
      )}
    </Picker>
  );
}

function DeviationPicker(): JSX.Element {
  const id = api.value ?? '';
  const change = async (name: string): Promise<void> => {
    if (name !== '') {
      await callAdmin(`/deviations/${encodeURIComponent(name)}`, { method: 'PUT', query: { session: session.value } });
    } else if (deviation.value !== undefined) {
      await callAdmin(`/deviations/${encodeURIComponent(deviation.value)}`, {
        method: 'DELETE',
        query: { session: session.value },
      });
    }
    deviations.reload();
  };
  const fitting = (deviations.value.value ?? []).filter(({ contracts: judged }) => {
    return (judged[id]?.verdict ?? 'not-applicable') !== 'not-applicable';
  });
  return (
    <Picker
      name="Pretending"
      value={deviation.value ?? ''}
      shown={deviation.value === undefined ? 'nothing' : <span class="fail">{deviation.value}</span>}
      options={[
        { value: '', label: 'nothing', detail: 'the API as its document says' },
        ...fitting.map(({ name, summary }) => ({ value: name, label: name, detail: summary })),
      ]}
      onPick={(name) => void change(name)}
    />
  );
}
