import * as combobox from '@zag-js/combobox';
import { normalizeProps, useMachine } from '@zag-js/preact';
import type { ComponentChildren, JSX } from 'preact';
import { useId, useRef, useState } from 'preact/hooks';

interface Option {
  readonly value: string;
  readonly label: string;
  /** In a few words, what is special about it. */
  readonly detail?: string;
}

interface PickerProps {
  /** What is chosen: `Session`. */
  readonly name: string;
  /** What the button says of the choice; by default the label of the chosen option. */
  readonly shown?: ComponentChildren;
  readonly options: readonly Option[];
  readonly value: string | undefined;
  readonly isMain?: boolean;
  readonly onPick: (value: string) => void;
  /** What stands below the options: one action. */
  readonly children?: (close: () => void) => ComponentChildren;
}

/** A button that shows a choice, and a panel below it to search for another one. */
export function Picker({ name, shown, options, value, isMain, onPick, children }: PickerProps): JSX.Element {
  const panel = useRef<HTMLDivElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  const [isOpen, setOpen] = useState(false);
  const id = useId();
  const close = (): void => {
    panel.current?.hidePopover();
    button.current?.focus();
  };
  return (
    <>
      <button
        ref={button}
        type="button"
        class={isMain === true ? 'choice main' : 'choice'}
        aria-haspopup="dialog"
        aria-expanded={isOpen}
        popovertarget={id}
      >
        <span class="key">{name}</span>{' '}
        <b>{shown ?? options.find((option) => option.value === value)?.label ?? value ?? '…'}</b>
      </button>
      <div
        ref={panel}
        id={id}
        popover="auto"
        role="dialog"
        aria-label={name}
        class="menu"
        onToggle={(event) => {
          const opens = event.newState === 'open';
          if (opens) placeBelow(event.currentTarget, button.current);
          setOpen(opens);
        }}
      >
        {isOpen && (
          <Search
            name={name}
            options={options}
            value={value}
            onPick={(picked) => {
              close();
              if (picked !== value) onPick(picked);
            }}
          />
        )}
        {isOpen && children !== undefined && (
          <>
            <hr />
            {children(close)}
          </>
        )}
      </div>
    </>
  );
}

type SearchProps = Pick<PickerProps, 'name' | 'options' | 'value' | 'onPick'>;

function Search({ name, options, value, onPick }: SearchProps): JSX.Element {
  const [text, setText] = useState('');
  const wanted = text.trim().toLowerCase();
  const found = options.filter(({ label, detail = '' }) => `${label} ${detail}`.toLowerCase().includes(wanted));
  const service = useMachine(combobox.machine, {
    id: useId(),
    collection: combobox.collection({ items: [...found], itemToString: ({ label }) => label }),
    open: true,
    autoFocus: true,
    defaultHighlightedValue: value ?? null,
    selectionBehavior: 'clear',
    inputBehavior: 'autohighlight',
    onInputValueChange: ({ inputValue }) => setText(inputValue),
    onValueChange: ({ value: [picked] }) => {
      if (picked !== undefined) onPick(picked);
    },
  });
  const api = combobox.connect(service, normalizeProps);
  return (
    <div {...api.getRootProps()}>
      {/* biome-ignore lint/a11y/noLabelWithoutControl: the properties have its control */}
      <label class="hidden" {...api.getLabelProps()}>
        Search {name}
      </label>
      <input {...(api.getInputProps() as object)} class="input" placeholder="Search" />
      <ul {...api.getContentProps()} class="options">
        {found.map((option) => (
          <li
            key={option.value}
            {...api.getItemProps({ item: option })}
            class="option"
            aria-current={option.value === value}
          >
            <span>{option.label}</span>
            {option.detail !== undefined && <small>{option.detail}</small>}
          </li>
        ))}
      </ul>
      {found.length === 0 && (
        <p class="soft small none">
          No {name.toLowerCase()} matches “{text}”
        </p>
      )}
    </div>
  );
}

/** How far a panel stays away from the edges of the window, in pixels. */
const MARGIN = 8;

/** Places a panel that has just been opened below what opened it, within the window. */
function placeBelow(panel: HTMLElement, opener: HTMLElement | null): void {
  if (opener === null) return;
  const { left, right, bottom, top } = opener.getBoundingClientRect();
  const { width, height } = panel.getBoundingClientRect();
  const furthest = innerWidth - width - MARGIN;
  const x = Math.max(MARGIN, Math.min(left, furthest));
  const isRoom = bottom + 4 + height <= innerHeight - MARGIN || top < height;
  panel.style.left = `${left > furthest ? Math.max(MARGIN, Math.min(right - width, furthest)) : x}px`;
  panel.style.top = `${isRoom ? bottom + 4 : top - height - 4}px`;
}
