import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { go } from '../state/location.ts';

/** Copies the address of exactly this view. */
export function CopyLink(): JSX.Element {
  const [said, setSaid] = useState<string | undefined>(undefined);
  const copy = async (): Promise<void> => {
    await copyText(location.href);
    const isLocal = /^(?:localhost|127\.|\[::1\])/.test(location.host);
    setSaid(isLocal ? 'Copied. The address is of this machine: for others, record a demo' : 'Copied');
  };
  return (
    <span class="wide">
      <button id="copy-link" type="button" class="btn quiet small" onClick={() => void copy()}>
        Copy link
      </button>
      <span role="status" class="small soft">
        {said}
        {said?.includes('demo') === true && (
          <button type="button" class="btn quiet small" onClick={() => go({}, { view: 'tell' })}>
            Tell
          </button>
        )}
      </span>
    </span>
  );
}

/** Puts a text on the clipboard; where the page may not, as on another machine without TLS, by way of a selection. */
export async function copyText(text: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    const area = document.createElement('textarea');
    area.value = text;
    area.className = 'hidden';
    document.body.append(area);
    area.select();
    document.execCommand('copy');
    area.remove();
  }
}
