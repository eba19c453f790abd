import type { JSX } from 'preact';
import type { CausePicture, CheckRun, EvidenceWindow, Report } from '../admin/check-types.ts';
import { callAdmin } from '../admin/client.ts';
import { locateOnStrip } from '../parts/on-strip.ts';
import { model, session } from '../state/chosen.ts';
import { go } from '../state/location.ts';
import { Strip } from '../strip/strip.tsx';
import { drawProof } from './proof.ts';

/** What a cause did to a list: the rows that were to come, what became of each, and the pages that were asked for. */
export function ProofPicture({ report, picture }: { report: Report; picture: CausePicture }): JSX.Element | null {
  const about = model.value.value;
  if (about === undefined || about.id !== report.contract) return null;
  const { axis, before, rows, after } = picture;
  return (
    <figure class="proof-picture">
      <Strip
        picture={drawProof(picture)}
        total={before + rows.length + after}
        order={axis === 'list' ? 'that match' : 'in the order read'}
        position={about.page.position}
      />
    </figure>
  );
}

/**
 * Has the windows of what a run asks of this mock recorded, so that they can be shown on the strip afterwards.
 */
export async function recordWindows(contract: string): Promise<void> {
  await callAdmin('/windows', { query: { contract, session: session.value, since: 999_999_999_999 } });
}

/** Opens Explore with the walk that a proof is of. */
export async function showOnStrip({ id, contract }: CheckRun, requirement: string): Promise<void> {
  const path = `/checks/${id}/windows/${encodeURIComponent(requirement)}`;
  const windows = await callAdmin<readonly EvidenceWindow[]>(path, { query: { session: session.value } });
  const exchange = windows.findLast((one) => one.exchange !== undefined)?.exchange;
  if (exchange === undefined) throw new Error('Where its pages lay is not kept any more: run it again');
  go({ ...(await locateOnStrip(contract, exchange)), api: contract }, { view: 'explore' });
}
