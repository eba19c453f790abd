import type { JSX } from 'preact';
import type { Cause, CheckRun, Report, Result } from '../admin/check-types.ts';
import { addressOf, token } from '../admin/client.ts';
import { copyText } from '../frame/copy-link.tsx';
import { useAction } from '../parts/form.ts';
import { MenuButton } from '../parts/menu-button.tsx';
import { Notice, Problem } from '../parts/small-parts.tsx';
import { contract, session } from '../state/chosen.ts';
import { go, parameter } from '../state/location.ts';
import { EvidenceStrip } from '../strip/evidence-strip.tsx';
import { AreaBar, sayArea } from './areas.tsx';
import { ProofPicture, showOnStrip } from './proof-picture.tsx';
import { levelOf, markCode, withoutLevel } from './running.tsx';
import { isOwn, listRoles, startRun } from './target-form.tsx';

/** How much has to be read to believe it: the shorter, the further up. */
function proofOf({ evidence }: Result): number {
  const lengths = evidence.map(({ exchanges, curl }) => Math.max(exchanges.length, curl.length, 1));
  return Math.min(...lengths, 1000);
}

/** What a run found: the likely cause first, then every violation, the shortest proof first. */
export function ResultOf({ run, report }: { run: CheckRun; report: Report }): JSX.Element {
  const failed = report.results.filter(({ verdict }) => verdict === 'fail');
  const warned = report.results.filter(({ verdict }) => verdict === 'warn');
  const [cause] = report.causes ?? [];
  const sorted = [...failed].sort((one, other) => proofOf(one) - proofOf(other));
  const [shortest] = sorted;
  return (
    <div class="found">
      {cause !== undefined && <LikelyCause cause={cause} run={run} report={report} />}
      {cause === undefined && shortest !== undefined && <ShortestProof result={shortest} run={run} />}
      {failed.length === 0 && report.verdict === 'pass' && (
        <Notice title="Nothing breaks the contract">
          {report.summary.pass} requirements were checked and hold, in {report.requests} requests.
        </Notice>
      )}
      {report.stopped !== undefined && <p class="warn">It ended early: {report.stopped}</p>}
      <Findings run={run} title="Violations" hint="the shortest proof first" results={sorted} />
      <Findings run={run} title="Warnings" hint="what the document does not say in so many words" results={warned} />
    </div>
  );
}

function LikelyCause({ cause, run, report }: { cause: Cause; run: CheckRun; report: Report }): JSX.Element {
  const of = report.results.filter(({ verdict }) => verdict === 'fail' || verdict === 'warn').length;
  return (
    <section class="cause" aria-label="Likely cause">
      <p class="eyebrow">
        Likely cause of {cause.explains.length === of ? `all ${of}` : `${cause.explains.length} of ${of}`} findings
      </p>
      <h2>{markCode(cause.title)}</h2>
      <p>{markCode(cause.summary)}</p>
      {cause.remedy !== undefined && (
        <p>
          <b>To repair it:</b> {markCode(cause.remedy)}
        </p>
      )}
      {cause.picture !== undefined && <ProofPicture report={report} picture={cause.picture} />}
      <ProofActions run={run} curl={cause.curl} requirement={cause.picture?.requirement ?? cause.explains[0]} />
    </section>
  );
}

function ShortestProof({ result, run }: { result: Result; run: CheckRun }): JSX.Element {
  return (
    <section class="cause" aria-label="Shortest proof">
      <p class="eyebrow">The shortest proof</p>
      <h2>{markCode(result.reason)}</h2>
      <p>{markCode(result.title)}</p>
      <ProofActions run={run} curl={result.evidence[0]?.curl ?? []} requirement={result.id} />
    </section>
  );
}

const FILES = [
  { value: 'html', label: 'Report as a page', detail: 'HTML, one file' },
  { value: 'junit', label: 'JUnit', detail: 'for CI' },
  { value: 'json', label: 'JSON', detail: 'for pagewright diff' },
];

async function readReport(run: CheckRun, form: string): Promise<string> {
  const response = await fetch(addressOf(`/checks/${run.id}/report`, { session: session.value, form }), {
    headers: token.value === undefined ? {} : { 'X-Pagewright-Token': token.value },
  });
  if (!response.ok) throw new Error(`The report could not be read: ${response.status}`);
  return response.text();
}

interface ProofActionsProps {
  readonly run: CheckRun;
  readonly curl: readonly string[];
  readonly requirement: string | undefined;
}

function ProofActions({ run, curl, requirement }: ProofActionsProps): JSX.Element {
  const show = useAction(async () => {
    if (requirement !== undefined) await showOnStrip(run, requirement);
  });
  const copyCurl = useAction(() => copyText(curl.join('\n')));
  const copyIssue = useAction(async () => copyText(await readReport(run, 'markdown')));
  return (
    <div class="actions">
      {run.isOwn && requirement !== undefined && (
        <button type="button" class="btn primary" onClick={() => void show.run()}>
          Show on the strip
        </button>
      )}
      {curl.length > 0 && (
        <button type="button" class="btn" onClick={() => void copyCurl.run()}>
          Copy the curl that shows it
        </button>
      )}
      <button type="button" class="btn" onClick={() => void copyIssue.run()}>
        Copy for an issue
      </button>
      <Problem error={show.error ?? copyCurl.error ?? copyIssue.error} />
    </div>
  );
}

/** Files of the report. */
function Downloads({ run }: { run: CheckRun }): JSX.Element {
  const save = async (form: string): Promise<void> => {
    const url = URL.createObjectURL(new Blob([await readReport(run, form)]));
    const link = document.createElement('a');
    link.href = url;
    link.download = `check-${run.id}.${form === 'junit' ? 'xml' : form}`;
    link.click();
    URL.revokeObjectURL(url);
  };
  return (
    <MenuButton items={FILES} class="btn small" onPick={(form) => void save(form)}>
      Save the report
    </MenuButton>
  );
}

function Findings({
  run,
  title,
  hint,
  results,
}: {
  run: CheckRun;
  title: string;
  hint: string;
  results: readonly Result[];
}): JSX.Element | null {
  if (results.length === 0) return null;
  return (
    <section aria-label={title}>
      <h2 class="findings-title">
        {title} <span class="soft count">{results.length}</span> <span class="soft small">{hint}</span>
      </h2>
      {results.map((result) => (
        <Finding key={result.id} run={run} result={result} />
      ))}
    </section>
  );
}

function Finding({ run, result }: { run: CheckRun; result: Result }): JSX.Element {
  const isOpen = parameter('id') === result.id;
  return (
    <details
      class="finding"
      open={isOpen}
      onToggle={(event) => {
        const { open } = event.currentTarget;
        if (open !== isOpen) go({ id: open ? result.id : undefined }, { replace: true });
      }}
    >
      <summary class="violation">
        <b class={`small ${result.verdict}`}>{levelOf(result.title)}</b>
        <span>
          <b>{markCode(withoutLevel(result.title))}</b>
          <span class="soft small block">{markCode(result.reason)}</span>
        </span>
        <code class="soft">{result.id}</code>
      </summary>
      <div class="proof">
        {result.source !== undefined && result.source !== null && <p class="soft small">Source: {result.source}</p>}
        {isOpen && <EvidenceStrip check={run.id} requirement={result.id} />}
        {result.evidence.map((evidence, index) => (
          <div key={index}>
            <p>{markCode(evidence.demand)}</p>
            <dl>
              {evidence.expected !== undefined && (
                <>
                  <dt>expected</dt>
                  <dd>
                    <code>{JSON.stringify(evidence.expected)}</code>
                  </dd>
                </>
              )}
              {evidence.received !== undefined && (
                <>
                  <dt>received</dt>
                  <dd>
                    <code>{JSON.stringify(evidence.received)}</code>
                  </dd>
                </>
              )}
            </dl>
            <pre>{evidence.curl.join('\n')}</pre>
            <button type="button" class="btn small" onClick={() => void copyText(evidence.curl.join('\n'))}>
              Copy curl
            </button>
          </div>
        ))}
      </div>
    </details>
  );
}

/** The counts of a run, by area, and what could not be decided. */
export function Summary({ run, report }: { run: CheckRun; report: Report }): JSX.Element {
  return (
    <section class="card aside" aria-label="Summary">
      <p class="soft small">
        {report.results.length} requirements, {report.requests} of {run.maxRequests} requests
      </p>
      <ul class="area-list">
        {run.areas.map((area) => (
          <li key={area.area}>
            <span>{area.area}</span>
            <AreaBar area={area} />
            <span class={area.violations > 0 ? 'fail num' : 'soft num'}>{sayArea(area)}</span>
          </li>
        ))}
      </ul>
      <Downloads run={run} />
    </section>
  );
}

/** What could not be decided, and what would decide it. */
export function Undecided({ report }: { report: Report }): JSX.Element | null {
  const open = report.results.filter(({ verdict }) => verdict === 'inconclusive' || verdict === 'error');
  const chosen = contract.value;
  const access = open.filter(({ area }) => area === 'access');
  const again = useAction(async () => {
    if (chosen !== undefined) await startRun({ ...listRoles(chosen), only: access.map(({ id }) => id) });
  });
  if (open.length === 0) return null;
  const reasons = [...new Set(open.map(({ reason }) => reason))];
  return (
    <section class="card aside" aria-label="Not decided">
      <h2>{open.length} could not be decided</h2>
      {report.missing !== undefined && report.missing.length > 0 && (
        <p>
          {report.missing.reduce((sum, { decides }) => sum + decides.length, 0)} of them need what was not given:{' '}
          {report.missing.map(({ what }) => what).join(', ')}.
        </p>
      )}
      <ul class="small reasons">
        {reasons.slice(0, 3).map((reason) => (
          <li key={reason}>{markCode(reason)}</li>
        ))}
      </ul>
      {reasons.length > 3 && (
        <details class="small">
          <summary>{reasons.length - 3} more reasons</summary>
          <ul class="reasons">
            {reasons.slice(3).map((reason) => (
              <li key={reason}>{markCode(reason)}</li>
            ))}
          </ul>
        </details>
      )}
      {!isOwn.value && access.length > 0 && (
        <button type="button" class="btn small" onClick={() => void again.run()}>
          Take credentials from this mock, run the {access.length}
        </button>
      )}
      <Problem error={again.error} />
    </section>
  );
}
