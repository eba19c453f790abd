import type { ComponentChildren, JSX } from 'preact';
import { useId } from 'preact/hooks';

interface SubtabsProps<Value extends string> {
  readonly name: string;
  readonly tabs: readonly (readonly [value: Value, label: ComponentChildren])[];
  readonly value: Value;
  readonly onPick: (value: Value) => void;
  /** The panel's id, for {@link SubtabPanel}. */
  readonly panel: string;
}

/** Tabs within a panel. Arrow keys go from one to the next, as is usual for tabs. */
export function Subtabs<Value extends string>({ name, tabs, value, onPick, panel }: SubtabsProps<Value>): JSX.Element {
  const id = useId();
  const pickBeside = (way: number, holder: HTMLElement): void => {
    const at = tabs.findIndex(([one]) => one === value);
    const next = (at + way + tabs.length) % tabs.length;
    onPick((tabs[next] as (typeof tabs)[number])[0]);
    (holder.children[next] as HTMLElement).focus();
  };
  return (
    <div
      class="subtabs"
      role="tablist"
      aria-label={name}
      tabIndex={-1}
      onKeyDown={(event) => {
        const way = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
        if (way === undefined) return;
        event.preventDefault();
        event.stopPropagation();
        pickBeside(way, event.currentTarget);
      }}
    >
      {tabs.map(([one, label]) => (
        <button
          key={one}
          id={`${id}-${one}`}
          type="button"
          role="tab"
          aria-selected={one === value}
          aria-controls={panel}
          tabIndex={one === value ? 0 : -1}
          onClick={() => onPick(one)}
        >
          {label}
        </button>
      ))}
    </div>
  );
}
