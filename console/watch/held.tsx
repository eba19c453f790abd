import type { JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { Exchange, FaultKind, HeldRequest } from '../admin/activity-types.ts';
import { base, callAdmin } from '../admin/client.ts';
import type { ContractModel } from '../admin/contract-types.ts';
import { useAction } from '../parts/form.ts';
import { MenuButton } from '../parts/menu-button.tsx';
import { Problem } from '../parts/small-parts.tsx';
import { formatSpan } from '../parts/times.ts';
import { api, session } from '../state/chosen.ts';
import { canAct } from '../state/connection.ts';
import { faultKinds } from '../state/faults.ts';
import { holds } from './journal.ts';
import { describeRequest } from './lines.ts';
import { Parts, Start } from './list.tsx';

interface HeldProps {
  /** What came before them. */
  readonly before: readonly Exchange[];
  readonly model: ContractModel;
}

/** Requests that wait for an answer. */
export function HeldRequests({ before, model }: HeldProps): JSX.Element | null {
  const held = (holds.value.value?.held ?? []).filter(
    ({ contract }) => contract === undefined || contract === api.value,
  );
  if (held.length === 0) return null;
  return (
    <section aria-label="Held requests">
      <ul>
        {held.map((one) => (
          <HeldLine key={one.id} held={one} before={before} model={model} />
        ))}
      </ul>
    </section>
  );
}

function HeldLine({ held, before, model }: HeldProps & { held: HeldRequest }): JSX.Element {
  const { method, target, at } = held;
  const request = { method, url: new URL(target, base).href, headers: {} };
  const shown = {
    id: 0,
    at,
    clock: at,
    durationMs: 0,
    request,
    ...(held.contract !== undefined && { contract: held.contract }),
  };
  const line = describeRequest(shown, before, model, []);
  const kind = useRef<string | undefined>(undefined);
  const answer = useAction(() => answerHeld(held.id, kind.current));
  const answerWith = (fault: string | undefined): void => {
    kind.current = fault;
    void answer.run();
  };
  const isOff = !canAct() || answer.isRunning;
  return (
    <li class="line held">
      <div class="entry">
        <span class="soft num">…</span>
        <span class="small num">now</span>
        <span class="what">
          <span title={`${method} ${target}`}>
            <Start line={line} />
          </span>
          <Parts parts={line.parts} />
        </span>
        <b class="warn since">
          held for <Age since={held.at} />
        </b>
        <span class="found actions">
          <button type="button" class="btn primary small" disabled={isOff} onClick={() => answerWith(undefined)}>
            Let it go on
          </button>
          <MenuButton
            class="btn small"
            disabled={isOff}
            items={listKinds(faultKinds.value.value ?? [], held.contract)}
            onPick={answerWith}
          >
            Respond with a fault…
          </MenuButton>
          <Problem error={answer.error} />
        </span>
      </div>
    </li>
  );
}

async function answerHeld(id: string, kind: string | undefined): Promise<void> {
  await callAdmin(`/holds/${encodeURIComponent(id)}/answer`, {
    method: 'POST',
    query: { session: session.value },
    body: kind === undefined ? {} : { fault: { kind } },
  });
  holds.reload();
}

function listKinds(kinds: readonly FaultKind[], contract = ''): Parameters<typeof MenuButton>[0]['items'] {
  return kinds.flatMap(({ kind, summary, contracts }) => {
    const judgement = contracts[contract];
    if (judgement === undefined || judgement.verdict === 'not-applicable') return [];
    const mark = judgement.verdict === 'allowed' ? '' : ' (breaks the contract)';
    return [{ value: kind, label: `${kind}${mark}`, detail: summary }];
  });
}

/** How long ago something was, each second anew. */
function Age({ since }: { since: string }): JSX.Element {
  const [now, setNow] = useState(Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 1000);
    return () => clearInterval(timer);
  }, []);
  return <>{formatSpan(Math.max(0, Math.floor((now - Date.parse(since)) / 1000)) * 1000).replace(/^0 ms$/, '0 s')}</>;
}

/** Holds the next request of a client, or gives it up. */
export function HoldButton(): JSX.Element {
  const isArmed = (holds.value.value?.next ?? 0) > 0;
  const hasHeld = (holds.value.value?.held.length ?? 0) > 0;
  const toggle = useAction(async () => {
    await callAdmin('/holds', {
      method: isArmed ? 'DELETE' : 'POST',
      query: { session: session.value },
      ...(!isArmed && { body: { contract: api.value } }),
    });
    holds.reload();
  });
  return (
    <>
      <button
        id="hold-next"
        type="button"
        class="btn small"
        aria-pressed={isArmed}
        disabled={!canAct()}
        title={isArmed && hasHeld ? 'Requests that wait go on, too' : undefined}
        onClick={() => void toggle.run()}
      >
        {isArmed ? 'The next request is held' : 'Hold the next request'}
      </button>
      <Problem error={toggle.error} />
    </>
  );
}
