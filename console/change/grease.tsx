import type { JSX } from 'preact';
import { useRef, useState } from 'preact/hooks';
import type { Grease, GreaseFeature } from '../admin/activity-types.ts';
import { callAdmin } from '../admin/client.ts';
import { useAction } from '../parts/form.ts';
import { ScrollRegion } from '../parts/scroll-region.tsx';
import { Problem, Skeleton, Switch } from '../parts/small-parts.tsx';
import { api, knownSession, session } from '../state/chosen.ts';
import { canAct, epoch, listen } from '../state/connection.ts';
import { createResource, type Resource } from '../state/resource.ts';

/** Whether responses vary in what the contract leaves open. */
export const grease: Resource<Grease> = createResource((signal) => {
  epoch.value;
  return knownSession.value === undefined
    ? undefined
    : callAdmin('/grease', { query: { session: session.value }, signal });
});

const features: Resource<readonly GreaseFeature[]> = createResource((signal) => {
  epoch.value;
  return knownSession.value === undefined
    ? undefined
    : callAdmin('/grease-kinds', { query: { session: session.value }, signal });
});

listen('change', () => grease.reload());

export function GreaseCard(): JSX.Element {
  const now = grease.value.value;
  const isOn = now?.isOn === true;
  const fitting = (features.value.value ?? []).filter(({ contract }) => contract === api.value);
  const [seed, setSeed] = useState<string | undefined>(undefined);
  const settings = useRef<object | undefined>(undefined);
  const change = useAction(async () => {
    const query = { session: session.value };
    if (settings.current === undefined) await callAdmin('/grease', { method: 'DELETE', query });
    else await callAdmin('/grease', { method: 'PUT', query, body: settings.current });
    grease.reload();
  });
  const say = (body: object | undefined): void => {
    settings.current = body;
    void change.run();
  };
  const shownSeed = seed ?? now?.seed ?? '1';
  const usable = fitting.filter(({ applies }) => applies).map(({ name }) => name);
  const used = isOn ? usable.filter((name) => now?.features?.includes(name) ?? true) : [];
  const use = (names: readonly string[]): void => {
    if (names.length === 0) say(undefined);
    else say({ seed: shownSeed, ...(names.length < usable.length && { features: names }) });
  };
  return (
    <section class="card grease-card" aria-label="Grease">
      <header>
        <h2>Grease</h2>
        <Switch label="Grease" isOn={isOn} disabled={!canAct()} onToggle={(next) => use(next ? usable : [])} />
        <span class="soft small">{isOn ? 'on' : 'off'}</span>
        <span class="grow" />
        <form
          class="seed"
          onSubmit={(event) => {
            event.preventDefault();
            use(used.length === 0 ? usable : used);
          }}
        >
          <label class="soft small" for="grease-seed">
            seed
          </label>
          <input
            id="grease-seed"
            class="input mono"
            value={shownSeed}
            autocomplete="off"
            onInput={(event) => setSeed(event.currentTarget.value)}
          />
        </form>
      </header>
      <p class="small soft about">Each response uses what the document leaves open, differently each time.</p>
      <Problem error={change.error} />
      <ScrollRegion label="What is left open">
        {features.value.value === undefined && <Skeleton lines={4} />}
        <ul>
          {fitting.map(({ name, summary, applies, reason }) => (
            <li key={name} class="choice-line">
              <Switch
                label={name}
                isOn={used.includes(name)}
                disabled={!applies || !canAct()}
                onToggle={(next) => use(next ? [...used, name] : used.filter((one) => one !== name))}
              />
              <b>{name}</b>
              {applies ? <span /> : <span class="chip">cannot be</span>}
              <p>{applies ? `${summary}: ${reason}` : reason}</p>
            </li>
          ))}
        </ul>
      </ScrollRegion>
    </section>
  );
}
