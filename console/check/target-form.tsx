import { computed, signal } from '@preact/signals';
import type { JSX } from 'preact';
import type { CheckRun, CheckStart } from '../admin/check-types.ts';
import { callAdmin } from '../admin/client.ts';
import type { ContractDescription, Headers } from '../admin/contract-types.ts';
import { useKeys } from '../frame/keys.tsx';
import { useAction } from '../parts/form.ts';
import { Problem } from '../parts/small-parts.tsx';
import { contract, session, sessions } from '../state/chosen.ts';
import { canAct } from '../state/connection.ts';
import { go } from '../state/location.ts';
import { recordWindows } from './proof-picture.tsx';
import { live, runs } from './state.ts';

/** What was typed. It stays whatever comes of it, in this page's memory only: credentials may be among it. */
const draft = {
  baseUrl: signal<string | undefined>(undefined),
  headers: signal(''),
  parameters: signal<Readonly<Record<string, string>>>({}),
  credential: signal(''),
  profile: signal<'whole' | 'quick'>('whole'),
};

const ownUrl = computed(() => sessions.value.value?.find(({ id }) => id === session.value)?.url ?? '');
const baseUrl = computed(() => draft.baseUrl.value ?? ownUrl.value);
/** Whether the mock itself is to be checked. */
export const isOwn = computed(() => baseUrl.value.replace(/\/+$/, '') === ownUrl.value);

/** Values of the parameters of the path, as the address of the mock's own list has them. */
function usualParameters({ path, url }: ContractDescription): Headers {
  const names = path.split('/');
  const values = new URL(url).pathname.split('/').slice(-names.length);
  return Object.fromEntries(
    names.flatMap((name, index) => {
      const parameter = /^\{(.*)\}$/.exec(name)?.[1];
      return parameter === undefined ? [] : [[parameter, decodeURIComponent(values[index] ?? '')]];
    }),
  );
}

const TYPED = 'typed';

/** Header lines, `Name: value` each. */
function readHeaders(text: string): Headers {
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  return Object.fromEntries(
    lines.map((line) => {
      const [, name = '', value = ''] = /^\s*([^:\s]+)\s*:\s*(.*?)\s*$/.exec(line) ?? [];
      if (name === '') throw new Error('Invalid headers: each line must be a name, a colon and a value');
      return [name, value];
    }),
  );
}

/** Credentials of the mock's own callers by the roles that the suite knows. */
export function listRoles({ credentials, collections }: ContractDescription): Pick<CheckStart, 'roles'> {
  const [first] = credentials;
  const others = credentials.filter(({ tenant }) => tenant !== first?.tenant);
  const other = others.find(({ tenant }) => collections.some((one) => one.tenant === tenant));
  const named = ['expired', 'insufficient-scope'].flatMap((role) => {
    const found = credentials.find(({ as }) => as === role);
    return found === undefined ? [] : [[role, found.headers] as const];
  });
  return {
    roles: Object.fromEntries([...named, ...(other === undefined ? [] : [['other-tenant', other.headers] as const])]),
  };
}

/** Starts a run with what the form says. */
export async function startRun(further: Partial<CheckStart> = {}): Promise<void> {
  const chosen = contract.value;
  if (chosen === undefined) return;
  const picked = draft.credential.value;
  const known = chosen.credentials.find(({ as, tenant }) => `${tenant}/${as}` === picked);
  const headers =
    picked === TYPED
      ? readHeaders(draft.headers.value)
      : known !== undefined
        ? { ...chosen.headers, ...known.headers }
        : isOwn.value
          ? undefined
          : chosen.headers;
  const body: CheckStart = {
    contract: chosen.id,
    ...(!isOwn.value && { baseUrl: baseUrl.value, parameters: usualParameters(chosen) }),
    ...(headers !== undefined && { headers }),
    profile: draft.profile.value,
    ...further,
  };
  if (isOwn.value) await recordWindows(chosen.id);
  const parameters = { ...body.parameters, ...draft.parameters.value };
  const started = await callAdmin<CheckRun>('/checks', {
    method: 'POST',
    query: { session: session.value },
    body: { ...body, ...(Object.keys(parameters).length > 0 && { parameters }) },
  });
  runs.reload();
  go({ run: started.id, versus: undefined, id: undefined });
}

/** What is checked, with which credentials; and the button that starts or stops it. */
export function TargetForm(): JSX.Element | null {
  const chosen = contract.value;
  const running = live.value?.run;
  const start = useAction(() => startRun());
  const stop = useAction(async () => {
    if (running !== undefined) {
      await callAdmin(`/checks/${running.id}`, { method: 'DELETE', query: { session: session.value } });
    }
  });
  useKeys([
    { key: 'Mod+Enter', what: 'run the check', act: () => void start.run() },
    { key: 'Escape', what: 'stop the check', act: () => void stop.run() },
  ]);
  if (chosen === undefined) return null;
  const names = Object.entries(usualParameters(chosen));
  const isTyped = draft.credential.value === TYPED;
  return (
    <form
      class="target"
      autocomplete="off"
      onSubmit={(event) => {
        event.preventDefault();
        void start.run();
      }}
    >
      <div class="field wide-field">
        <label for="check-url">Server to check{isOwn.value && ': this mock, in this session'}</label>
        <input
          id="check-url"
          class="input"
          inputMode="url"
          spellcheck={false}
          value={baseUrl.value}
          onInput={(event) => {
            draft.baseUrl.value = event.currentTarget.value === '' ? undefined : event.currentTarget.value;
          }}
        />
      </div>
      {names.map(([name, usual]) => (
        <div key={name} class="field">
          <label for={`check-${name}`}>
            <code>{name}</code>
          </label>
          <input
            id={`check-${name}`}
            class="input"
            value={draft.parameters.value[name] ?? usual}
            onInput={(event) => {
              draft.parameters.value = { ...draft.parameters.value, [name]: event.currentTarget.value };
            }}
          />
        </div>
      ))}
      <div class="field">
        <label for="check-credential">Credential</label>
        <select
          id="check-credential"
          class="input"
          value={draft.credential.value}
          onChange={(event) => {
            draft.credential.value = event.currentTarget.value;
          }}
        >
          <option value="">the usual one</option>
          {chosen.credentials.map(({ as, tenant }) => (
            <option key={`${tenant}/${as}`} value={`${tenant}/${as}`}>
              {as === 'default' ? tenant : `${tenant}, ${as}`}
            </option>
          ))}
          <option value={TYPED}>headers of my own…</option>
        </select>
      </div>
      <div class="field">
        <label for="check-profile">Check</label>
        <select
          id="check-profile"
          class="input"
          value={draft.profile.value}
          onChange={(event) => {
            draft.profile.value = event.currentTarget.value as 'whole' | 'quick';
          }}
        >
          <option value="whole">everything</option>
          <option value="quick">what finds most</option>
        </select>
      </div>
      {running === undefined ? (
        <button type="submit" class="btn primary" disabled={start.isRunning || !canAct()}>
          {runs.value.value?.length === 0 ? 'Run' : 'Run again'}{' '}
          <kbd class="wide">{/Mac/.test(navigator.platform) ? '⌘ ↵' : 'Ctrl ↵'}</kbd>
        </button>
      ) : (
        <button type="button" class="btn danger" onClick={() => void stop.run()}>
          Stop <kbd class="wide">Esc</kbd>
        </button>
      )}
      {isTyped && (
        <div class="field headers">
          <label for="check-headers">Headers, one on a line. They stay in memory, and are in no report</label>
          <textarea
            id="check-headers"
            class="input mono"
            rows={3}
            spellcheck={false}
            value={draft.headers.value}
            placeholder="Authorization: Bearer …"
            onInput={(event) => {
              draft.headers.value = event.currentTarget.value;
            }}
          />
        </div>
      )}
      <Problem error={start.error ?? stop.error} />
    </form>
  );
}
