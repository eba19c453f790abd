import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { Window } from '../admin/activity-types.ts';
import type { EvidenceWindow } from '../admin/check-types.ts';
import { callAdmin } from '../admin/client.ts';
import { Problem } from '../parts/small-parts.tsx';
import { model, session } from '../state/chosen.ts';
import { drawReadings } from './picture.ts';
import { Strip } from './strip.tsx';

/** The pages in the evidence of a requirement, drawn by what is known of the list: the rows that they had. */
export function EvidenceStrip({ check, requirement }: { check: number; requirement: string }): JSX.Element | null {
  const [windows, setWindows] = useState<readonly Window[]>([]);
  const [error, setError] = useState<Error | undefined>(undefined);
  const [row, setRow] = useState<string | undefined>(undefined);
  const [lane, setLane] = useState<number | undefined>(undefined);
  useEffect(() => {
    const controller = new AbortController();
    const path = `/checks/${check}/windows/${encodeURIComponent(requirement)}`;
    const query = { session: session.peek() };
    callAdmin<readonly EvidenceWindow[]>(path, { query, signal: controller.signal }).then(
      (found) => setWindows(found.map((one) => ({ ...one, exchange: one.request, contract: '', at: '' }))),
      (reason: Error) => controller.signal.aborted || setError(reason),
    );
    return () => controller.abort();
  }, [check, requirement]);
  if (error !== undefined) return <Problem error={error} />;
  const picture = drawReadings(windows);
  // One page alone shows nothing that its rows do not.
  if (windows.length < 2 || picture.cells.length === 0 || picture.cells.length > MAX_CELLS) return null;
  return (
    <figure class="evidence-strip">
      <Strip
        picture={picture}
        order="in the order read"
        position={model.value.value?.page.position ?? ''}
        lane={lane}
        row={row}
        onLane={setLane}
        onRow={setRow}
      />
      <figcaption class="soft small">
        Rows in the order in which they were first read. What else the list has, and what lies between pages, is not
        known.
      </figcaption>
    </figure>
  );
}

const MAX_CELLS = 400;
