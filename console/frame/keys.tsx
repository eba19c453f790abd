import { signal } from '@preact/signals';
import type { JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { go, VIEWS } from '../state/location.ts';

/** A key, and what it does in a view. */
export interface Key {
  /** As `KeyboardEvent.key` has it; `Mod+Enter` with Ctrl or Command. */
  readonly key: string;
  readonly what: string;
  readonly act: () => void;
}

const own = signal<readonly Key[]>([]);
/** Single letters can be switched off (WCAG 2.1.4). */
const areLettersOn = signal(true);
const isHelpOpen = signal(false);

/** Lets a view have keys of its own for as long as it is shown. */
export function useKeys(keys: readonly Key[]): void {
  useEffect(() => {
    own.value = [...own.peek(), ...keys];
    return () => {
      own.value = own.peek().filter((key) => !keys.includes(key));
    };
  });
}

const COMMON: readonly Key[] = [
  ...VIEWS.map((name, index) => ({
    key: String(index + 1),
    what: `open ${name}`,
    act: () => go({}, { view: name }),
  })),
  { key: 'l', what: 'copy the link to this view', act: () => document.getElementById('copy-link')?.click() },
  {
    key: '?',
    what: 'show all keys',
    act: () => {
      isHelpOpen.value = true;
    },
  },
];

addEventListener('keydown', (event) => {
  const isModified = event.ctrlKey || event.metaKey;
  const name = isModified ? `Mod+${event.key.length === 1 ? event.key.toLowerCase() : event.key}` : event.key;
  const found = [...own.value, ...COMMON].find(({ key }) => key === name);
  if (found === undefined || event.altKey || event.defaultPrevented || isHelpOpen.value) return;
  if (!isModified && event.key.length === 1 && (!areLettersOn.value || isTyping(event.target))) return;
  event.preventDefault();
  found.act();
});

function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    target.closest('input, select, textarea, [contenteditable], dialog, [popover]') !== null
  );
}

/** The button that shows all keys, and what it shows. */
export function KeysHelp(): JSX.Element {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    if (isHelpOpen.value) dialog.current?.showModal();
    else dialog.current?.close();
  }, [isHelpOpen.value]);
  return (
    <>
      <button
        type="button"
        class="btn quiet small wide"
        aria-label="All keys"
        onClick={() => {
          isHelpOpen.value = true;
        }}
      >
        <kbd>?</kbd>
      </button>
      <dialog
        ref={dialog}
        aria-labelledby="keys-title"
        onClose={() => {
          isHelpOpen.value = false;
        }}
      >
        <div class="notice">
          <h2 id="keys-title">Keys</h2>
          <table>
            <tbody>
              {[...own.value, ...COMMON].map(({ key, what }) => (
                <tr key={key}>
                  <th scope="row">
                    <kbd>{nameKey(key)}</kbd>
                  </th>
                  <td>{what}</td>
                </tr>
              ))}
            </tbody>
          </table>
          <label>
            <input
              type="checkbox"
              checked={areLettersOn.value}
              onChange={(event) => {
                areLettersOn.value = event.currentTarget.checked;
              }}
            />{' '}
            Single keys do something, outside of fields
          </label>
          <form method="dialog">
            <button type="submit" class="btn primary">
              Close
            </button>
          </form>
        </div>
      </dialog>
    </>
  );
}

const ARROWS: Readonly<Record<string, string>> = {
  ArrowLeft: '←',
  ArrowRight: '→',
  ArrowUp: '↑',
  ArrowDown: '↓',
  ' ': 'Space',
};

function nameKey(key: string): string {
  const isMac = /Mac|iP(?:hone|ad)/.test(navigator.platform);
  return key.replace('Mod+', isMac ? '⌘ ' : 'Ctrl ').replace(/[^ ]+$|^ $/, (name) => ARROWS[name] ?? name);
}
