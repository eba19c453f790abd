import type { ComponentChildren, JSX } from 'preact';
import { useEffect } from 'preact/hooks';
import type { Judgement } from '../admin/activity-types.ts';
import type { Provenance as Mark } from '../admin/contract-types.ts';

/** Where a statement comes from: a dot, full for the document, half for what follows from it, hollow for what was chosen. */
export function Provenance({
  of,
  source,
  children,
}: {
  of: Mark;
  source?: string | undefined;
  children?: ComponentChildren;
}): JSX.Element {
  return (
    <span class={`provenance ${of}`} title={source === undefined ? of : `${of}: ${source}`}>
      {children ?? of}
      {children !== undefined && <span class="hidden"> ({of})</span>}
    </span>
  );
}

/** Whether a contract allows something. */
export function JudgementChip({ judgement }: { judgement: Judgement | undefined }): JSX.Element {
  if (judgement === undefined) return <span class="chip">not known</span>;
  const { verdict, reason } = judgement;
  if (verdict === 'allowed')
    return (
      <span class="chip pass" title={reason}>
        allowed
      </span>
    );
  if (verdict === 'not-allowed')
    return (
      <span class="chip fail" title={reason}>
        breaks it
      </span>
    );
  return (
    <span class="chip" title={reason}>
      cannot be
    </span>
  );
}

/** The class of colour of a status. */
export function toneOf(status: number | undefined): 'pass' | 'warn' | 'fail' {
  if (status === undefined || status >= 400) return 'fail';
  return status >= 300 ? 'warn' : 'pass';
}

interface SegmentsProps<Value extends string> {
  readonly name: string;
  readonly options: readonly (readonly [value: Value, label: ComponentChildren])[];
  readonly value: Value;
  readonly onPick: (value: Value) => void;
}

/** A few choices side by side. */
export function Segments<Value extends string>({ name, options, value, onPick }: SegmentsProps<Value>): JSX.Element {
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset cannot be laid out in a row in every browser
    <div class="segments" role="group" aria-label={name}>
      {options.map(([option, label]) => (
        <button key={option} type="button" aria-pressed={option === value} onClick={() => onPick(option)}>
          {label}
        </button>
      ))}
    </div>
  );
}

interface SwitchProps {
  readonly label: string;
  readonly isOn: boolean;
  readonly disabled?: boolean;
  readonly onToggle: (isOn: boolean) => void;
}

export function Switch({ label, isOn, disabled = false, onToggle }: SwitchProps): JSX.Element {
  return (
    <button
      type="button"
      class="switch"
      role="switch"
      aria-label={label}
      aria-checked={isOn}
      disabled={disabled}
      onClick={() => onToggle(!isOn)}
    />
  );
}

/** What stands in place of a view, whose headline it then has, or of a part of one, that has nothing to show. */
export function Notice({
  title,
  isView = false,
  children,
  actions,
}: {
  title: string;
  isView?: boolean;
  children?: ComponentChildren;
  actions?: ComponentChildren;
}): JSX.Element {
  useEffect(() => {
    if (isView) document.title = `${title} · pagewright`;
  });
  return (
    <div class="notice">
      {isView ? <h1>{title}</h1> : <h2>{title}</h2>}
      {children !== undefined && <div class="soft">{children}</div>}
      {actions !== undefined && <div class="actions">{actions}</div>}
    </div>
  );
}

/** What the mock said to something that was tried, beside where it was tried. */
export function Problem({ error }: { error: Error | undefined }): JSX.Element | null {
  return error === undefined ? null : (
    <p class="problem" role="alert">
      {error.message}
    </p>
  );
}

/** Grey shapes in the frame of what is about to come. */
export function Skeleton({ lines }: { lines: number }): JSX.Element {
  return (
    <div aria-busy="true" class="skeletons">
      <span class="hidden">Loading</span>
      {Array.from({ length: lines }, (_, index) => (
        <i key={index} class={`skeleton line-${index % 4}`} />
      ))}
    </div>
  );
}

/** A text in which what stands between backticks is code. */
export function Marked({ text }: { text: string }): JSX.Element {
  return <>{text.split('`').map((part, index) => (index % 2 === 1 ? <code key={index}>{part}</code> : part))}</>;
}
