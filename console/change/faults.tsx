import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { ActiveFault, FaultKind } from '../admin/activity-types.ts';
import { callAdmin } from '../admin/client.ts';
import type { JsonObject } from '../admin/contract-types.ts';
import { useAction } from '../parts/form.ts';
import { ScrollRegion } from '../parts/scroll-region.tsx';
import { JudgementChip, Problem, Skeleton, Switch } from '../parts/small-parts.tsx';
import { api, session } from '../state/chosen.ts';
import { canAct } from '../state/connection.ts';
import { faultKinds, faults } from '../state/faults.ts';
import { go, parameter } from '../state/location.ts';

/** The faults that concern the API that is chosen. */
export function activeFaults(): readonly ActiveFault[] {
  return (faults.value.value ?? []).filter(
    (fault) => fault['contract'] === undefined || fault['contract'] === api.value,
  );
}

/** What may go wrong on the way, whether the contract allows it, and how often it was applied. */
export function FaultsCard(): JSX.Element {
  const active = activeFaults();
  const kinds = faultKinds.value.value;
  const clear = useAction(async () => {
    for (const { id } of activeFaults()) await removeFault(id);
    faults.reload();
  });
  return (
    <section class="card faults-card" aria-label="Faults">
      <header>
        <h2>Faults</h2>
        {active.length > 0 && <span class="chip warn">{active.length} on</span>}
        <span class="grow" />
        {active.length > 0 && (
          <button type="button" class="btn small quiet" disabled={!canAct()} onClick={() => void clear.run()}>
            All off
          </button>
        )}
      </header>
      <Problem error={clear.error ?? faultKinds.error.value} />
      <ScrollRegion label="All faults">
        {kinds === undefined && <Skeleton lines={6} />}
        <ul>
          {active.map((fault) => (
            <ActiveLine key={fault.id} fault={fault} kind={kinds?.find(({ kind }) => kind === fault.kind)} />
          ))}
          {kinds?.map((kind) => (
            <KindLine key={kind.kind} kind={kind} isOn={active.some((fault) => fault.kind === kind.kind)} />
          ))}
        </ul>
      </ScrollRegion>
    </section>
  );
}

function removeFault(id: string): Promise<void> {
  return callAdmin(`/faults/${encodeURIComponent(id)}`, { method: 'DELETE', query: { session: session.value } });
}

const OWN = new Set(['id', 'kind', 'struck', 'remaining', 'contract']);

function ActiveLine({ fault, kind }: { fault: ActiveFault; kind: FaultKind | undefined }): JSX.Element {
  const off = useAction(async () => {
    await removeFault(fault.id);
    faults.reload();
  });
  const settings = Object.entries(fault).filter(([name]) => !OWN.has(name));
  const { struck, remaining } = fault;
  const often = struck === 0 ? 'not applied yet' : struck === 1 ? 'applied once' : `applied ${struck} times`;
  return (
    <li class="choice-line on">
      <Switch label={`${fault.kind}, ${fault.id}`} isOn disabled={!canAct()} onToggle={() => void off.run()} />
      <span>
        <b>{fault.kind}</b>{' '}
        <span class="soft small">{settings.map(([name, value]) => `${name} ${String(value)}`).join(', ')}</span>
      </span>
      <JudgementChip judgement={kind?.contracts[api.value ?? '']} />
      <p>
        {often}
        {typeof remaining === 'number' && `, ${remaining} to go`}
      </p>
      <Problem error={off.error} />
    </li>
  );
}

function KindLine({ kind: described, isOn }: { kind: FaultKind; isOn: boolean }): JSX.Element | null {
  const { kind, summary, contracts } = described;
  const judgement = contracts[api.value ?? ''];
  const isImpossible = judgement?.verdict === 'not-applicable';
  const isOpen = parameter('fault') === kind;
  const [texts, setTexts] = useState<Readonly<Record<string, string>>>({});
  const add = useAction(async () => {
    await callAdmin('/faults', { method: 'POST', query: { session: session.value }, body: readFault(kind, texts) });
    faults.reload();
  });
  return (
    <li class="choice-line">
      {isOn ? (
        <span />
      ) : (
        <Switch label={kind} isOn={false} disabled={isImpossible || !canAct()} onToggle={() => void add.run()} />
      )}
      <button
        type="button"
        class="more"
        aria-expanded={isOpen}
        disabled={isImpossible}
        onClick={() => go({ fault: isOpen ? undefined : kind }, { replace: true })}
      >
        <b>{kind}</b>
      </button>
      {isOn ? <span class="small soft">once more</span> : <JudgementChip judgement={judgement} />}
      <p>{isImpossible ? judgement.reason : summary}</p>
      {isOpen && !isImpossible && (
        <form
          class="settings"
          onSubmit={(event) => {
            event.preventDefault();
            void add.run();
          }}
        >
          <p class="small">{judgement?.reason}</p>
          <FaultFields kind={described} texts={texts} error={add.error} onTexts={setTexts} />
          <button type="submit" class="btn small primary" disabled={!canAct() || add.isRunning}>
            Turn it on
          </button>
        </form>
      )}
      {!isOpen && <Problem error={add.error} />}
    </li>
  );
}

interface FaultFieldsProps {
  readonly kind: FaultKind;
  readonly texts: Readonly<Record<string, string>>;
  readonly error: Error | undefined;
  readonly onTexts: (texts: Readonly<Record<string, string>>) => void;
}

function FaultFields({ kind, texts, error, onTexts }: FaultFieldsProps): JSX.Element {
  const names = Object.keys(kind.parameters).filter((name) => name !== 'contract');
  const parts = (error?.message ?? '')
    .replace(/^Invalid fault [\w-]+: /, '')
    .split('; ')
    .filter(Boolean);
  const partOf = (name: string): string | undefined => parts.find((part) => part.startsWith(`${name} `));
  const rest = parts.filter((part) => !names.some((name) => part.startsWith(`${name} `)));
  return (
    <>
      {names.map((name) => (
        <div key={name} class="field">
          <label for={`${kind.kind}-${name}`}>
            <code>{name}</code>
          </label>
          <input
            id={`${kind.kind}-${name}`}
            class="input mono"
            autocomplete="off"
            value={texts[name] ?? ''}
            aria-invalid={partOf(name) !== undefined}
            aria-describedby={`${kind.kind}-${name}-said`}
            onInput={(event) => onTexts({ ...texts, [name]: event.currentTarget.value })}
          />
          <span id={`${kind.kind}-${name}-said`} class={partOf(name) === undefined ? 'soft small' : 'problem'}>
            {partOf(name) ?? kind.parameters[name]}
          </span>
        </div>
      ))}
      {rest.length > 0 && (
        <p class="problem" role="alert">
          {rest.join('; ')}
        </p>
      )}
    </>
  );
}

/** Numbers are sent as numbers; all else as it was typed, for the mock to say what would be right. */
function readFault(kind: string, texts: Readonly<Record<string, string>>): JsonObject {
  const given = Object.entries(texts).filter(([, text]) => text.trim() !== '');
  const values = given.map(([name, text]) => {
    return [name, name !== 'operation' && Number.isFinite(Number(text)) ? Number(text) : text] as const;
  });
  return { kind, ...(api.value !== undefined && { contract: api.value }), ...Object.fromEntries(values) };
}
