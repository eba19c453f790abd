import * as menu from '@zag-js/menu';
import { normalizeProps, useMachine } from '@zag-js/preact';
import type { ComponentChildren, JSX } from 'preact';
import { useId } from 'preact/hooks';

interface Item {
  readonly value: string;
  readonly label: string;
  readonly detail?: string;
  /** Why it cannot be chosen. */
  readonly disabled?: string;
}

interface MenuButtonProps {
  readonly children: ComponentChildren;
  readonly items: readonly Item[];
  readonly onPick: (value: string) => void;
  readonly class?: string;
  readonly disabled?: boolean;
}

/** A button with a menu of things to do. */
export function MenuButton({
  children,
  items,
  onPick,
  class: style = 'btn',
  disabled = false,
}: MenuButtonProps): JSX.Element {
  const service = useMachine(menu.machine, {
    id: useId(),
    onSelect: ({ value }) => onPick(value),
    positioning: { placement: 'bottom-end', gutter: 4 },
  });
  const api = menu.connect(service, normalizeProps);
  return (
    <>
      <button type="button" {...api.getTriggerProps()} class={style} disabled={disabled}>
        {children}
      </button>
      {api.open && (
        <div {...api.getPositionerProps()}>
          <ul {...api.getContentProps()} class="menu floating">
            {items.map(({ value, label, detail, disabled: reason }) => (
              <li key={value} {...api.getItemProps({ value, disabled: reason !== undefined })}>
                <span>{label}</span>
                {(reason ?? detail) !== undefined && <small>{reason ?? detail}</small>}
              </li>
            ))}
          </ul>
        </div>
      )}
    </>
  );
}
