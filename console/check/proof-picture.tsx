import type { JSX } from 'preact';
import type { Window } from '../admin/activity-types.ts';
import type { CheckRun, Evidence, Report } from '../admin/check-types.ts';
import { callAdmin } from '../admin/client.ts';
import { locateOnStrip } from '../parts/on-strip.ts';
import { model, session } from '../state/chosen.ts';
import { go } from '../state/location.ts';
import { Strip } from '../strip/strip.tsx';
import { drawProof } from './proof.ts';

/** The proof of some requirements that can be drawn, if there is one: of a walk, where there is one of a walk. */
function chooseProof(report: Report, ids: readonly string[], identity: string): ReturnType<typeof drawProof> {
  const evidence = ids.flatMap((id) => report.results.find((result) => result.id === id)?.evidence ?? []);
  const drawn = evidence.flatMap((one) => drawProof(one, identity) ?? []);
  return drawn.find(({ picture }) => picture.lanes.length > 1) ?? drawn[0];
}

/** What a cause did to a list: the rows that were to come, what became of each, and the pages that were asked for. */
export function ProofPicture({ report, ids }: { report: Report; ids: readonly string[] }): JSX.Element | null {
  const about = model.value.value;
  if (about === undefined || about.id !== report.contract) return null;
  const proof = chooseProof(report, ids, about.identity);
  if (proof === undefined) return null;
  return (
    <figure class="proof-picture">
      <Strip picture={proof.picture} total={proof.total} order="that match" position={about.page.position} />
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
export async function showOnStrip(run: CheckRun, { exchanges }: Evidence): Promise<void> {
  const wanted = exchanges.map(({ url }) => sortQuery(new URL(url).search)).at(-1);
  const query = { contract: run.contract, session: session.value };
  const windows = await callAdmin<readonly Window[]>('/windows', { query });
  const found = windows.findLast((one) => {
    return one.by === 'suite' && one.at >= run.startedAt && sortQuery(one.query) === wanted;
  });
  if (found === undefined) throw new Error('Where its pages lay is not kept any more: run it again');
  go({ ...(await locateOnStrip(run.contract, found.exchange)), api: run.contract }, { view: 'explore' });
}

function sortQuery(query: string): string {
  const parameters = new URLSearchParams(query);
  parameters.sort();
  return parameters.toString();
}
