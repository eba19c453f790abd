import type { JSX } from 'preact';
import { useRef, useState } from 'preact/hooks';
import type { DeviationKind } from '../admin/activity-types.ts';
import { callAdmin } from '../admin/client.ts';
import { useAction } from '../parts/form.ts';
import { ScrollRegion } from '../parts/scroll-region.tsx';
import { JudgementChip, Problem, Skeleton, Switch } from '../parts/small-parts.tsx';
import { api, deviations, session } from '../state/chosen.ts';
import { canAct } from '../state/connection.ts';

/** Bugs that the vendor might have; one at a time. */
export function PretendCard(): JSX.Element {
  const [text, setText] = useState('');
  const wanted = text.trim().toLowerCase();
  const all = deviations.value.value;
  const fitting = (all ?? []).filter(({ contracts }) => {
    return (contracts[api.value ?? '']?.verdict ?? 'not-applicable') !== 'not-applicable';
  });
  const found = fitting.filter(
    ({ name, summary, isOn }) => isOn || `${name} ${summary}`.toLowerCase().includes(wanted),
  );
  return (
    <section class="card pretend-card" aria-label="Pretend the vendor has this bug">
      <header>
        <h2>Pretend the vendor has this bug</h2>
      </header>
      <div class="search">
        <label class="hidden" for="bug-search">
          Search {fitting.length} bugs
        </label>
        <input
          id="bug-search"
          class="input"
          type="search"
          placeholder={`Search ${fitting.length} bugs`}
          value={text}
          onInput={(event) => setText(event.currentTarget.value)}
        />
      </div>
      <Problem error={deviations.error.value} />
      <ScrollRegion label="Bugs">
        {all === undefined && <Skeleton lines={4} />}
        <ul>
          {found
            .toSorted((one, other) => Number(other.isOn) - Number(one.isOn))
            .map((one) => (
              <BugLine key={one.name} bug={one} />
            ))}
        </ul>
        {all !== undefined && found.length === 0 && <p class="soft small none">No bug matches “{text}”</p>}
      </ScrollRegion>
    </section>
  );
}

function BugLine({ bug: { name, summary, isOn, contracts } }: { bug: DeviationKind }): JSX.Element {
  const wanted = useRef(false);
  const toggle = useAction(async () => {
    await callAdmin(`/deviations/${encodeURIComponent(name)}`, {
      method: wanted.current ? 'PUT' : 'DELETE',
      query: { session: session.value },
    });
    deviations.reload();
  });
  return (
    <li class={isOn ? 'choice-line on' : 'choice-line'}>
      <Switch
        label={name}
        isOn={isOn}
        disabled={!canAct()}
        onToggle={(next) => {
          wanted.current = next;
          void toggle.run();
        }}
      />
      <b>{name}</b>
      <JudgementChip judgement={contracts[api.value ?? '']} />
      <p>{summary}</p>
      <Problem error={toggle.error} />
    </li>
  );
}
