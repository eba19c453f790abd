import type { JSX } from 'preact';
import { useId } from 'preact/hooks';
import type { Exchange, WalkSummary } from '../admin/activity-types.ts';
import type { Cause } from '../admin/check-types.ts';
import type { ContractDescription, ContractModel } from '../admin/contract-types.ts';
import { Marked, Provenance, toneOf } from '../parts/small-parts.tsx';
import { Subtabs } from '../parts/subtabs.tsx';
import { audit, findings, type ShownFinding } from '../state/findings.ts';
import { go, hrefOf, parameter } from '../state/location.ts';
import { Actions } from './actions.tsx';
import { AnswerPart, HeadersPart, RequestPart, TimingPart } from './answer.tsx';
import { Difference } from './difference.tsx';
import { targetOf } from './lines.ts';
import { sayDuration, splitTitle } from './list.tsx';

interface DetailProps {
  readonly exchange: Exchange;
  readonly exchanges: readonly Exchange[];
  readonly walk: WalkSummary | undefined;
  readonly contract: ContractDescription;
  readonly model: ContractModel;
}

const PARTS = [
  ['answer', 'Response'],
  ['request', 'Request'],
  ['headers', 'Headers'],
  ['timing', 'Timing'],
] as const;

type PartName = (typeof PARTS)[number][0];

/** One request: what the contract demands of it, what was sent, and what came back. */
export function Detail(props: DetailProps): JSX.Element {
  const { exchange, exchanges, walk } = props;
  const found = findings.value.get(exchange.id) ?? [];
  const part = PARTS.find(([name]) => name === parameter('part'))?.[0] ?? 'answer';
  const panel = useId();
  const at = walk?.exchanges.indexOf(exchange.id) ?? -1;
  const where = walk === undefined ? `request ${exchange.id}` : `request ${at + 1} of walk ${walk.walk}`;
  return (
    <div class="scroll">
      <p class="back">
        <a href={hrefOf({ exchange: undefined })} onClick={leave} class="btn small">
          All requests
        </a>
      </p>
      {found.length === 0 && (
        <div class="claim">
          <p class="soft small">{where}</p>
          <h2 class="target">
            <code>{targetOf(exchange)}</code>
          </h2>
          {exchange.by !== undefined && <p class="soft">Sent by the {exchange.by}; no part of the audit.</p>}
          {exchange.by === undefined && <p class="soft">No rule for clients was broken here.</p>}
        </div>
      )}
      {found.map((one, index) => (
        <Claim key={one.result.id} found={one} where={index === 0 ? where : ''} {...props} />
      ))}
      <Actions {...props} found={found[0]} at={at} />
      <div class="subhead">
        <Subtabs
          name="Parts of the exchange"
          tabs={PARTS}
          value={part}
          onPick={(name) => go({ part: name === 'answer' ? undefined : name }, { replace: true })}
          panel={panel}
        />
        <span class="grow" />
        <Outcome exchange={exchange} />
      </div>
      <div id={panel} role="tabpanel" aria-label={PARTS.find(([name]) => name === part)?.[1]}>
        <Part name={part} exchange={exchange} previous={exchanges.findLast(({ id }) => id < exchange.id)} />
      </div>
    </div>
  );
}

function leave(event: MouseEvent): void {
  event.preventDefault();
  go({ exchange: undefined });
}

function Part({
  name,
  exchange,
  previous,
}: {
  name: PartName;
  exchange: Exchange;
  previous: Exchange | undefined;
}): JSX.Element {
  if (name === 'request') return <RequestPart exchange={exchange} />;
  if (name === 'headers') return <HeadersPart exchange={exchange} />;
  if (name === 'timing') return <TimingPart exchange={exchange} previous={previous} />;
  return <AnswerPart key={exchange.id} exchange={exchange} />;
}

function Outcome({ exchange: { response, durationMs } }: { exchange: Exchange }): JSX.Element {
  if (response === undefined) return <span class="small fail">no response, {sayDuration(durationMs)}</span>;
  const bytes = new TextEncoder().encode(response.body).length;
  return (
    <span class="small">
      <b class={toneOf(response.status)}>{response.status}</b> {bytes.toLocaleString('en')} bytes,{' '}
      {sayDuration(durationMs)}
    </span>
  );
}

type ClaimProps = DetailProps & { readonly found: ShownFinding; readonly where: string };

/** A rule that was broken. */
function Claim({ found, where, exchange, exchanges, model }: ClaimProps): JSX.Element {
  const { result, evidence } = found;
  const [level, demand] = splitTitle(result.title);
  const cause = causeOf(result.id);
  const given = exchanges.find(({ id }) => id === evidence.journal?.at(-2));
  return (
    <section aria-label={result.title}>
      <div class="claim">
        <p class="level">
          <b class={result.verdict === 'fail' ? 'fail' : 'warn'}>{level}</b> <code class="soft">{result.id}</code>
          <span class="grow" />
          <span class="soft small">{where}</span>
        </p>
        <h2>{capitalize(demand)}</h2>
        <p>
          <Marked text={`${sayWhat(found)}.`} />{' '}
          {result.source !== undefined && (
            <Provenance of={result.level === 'must' ? 'documented' : 'inferred'} source={result.source}>
              {result.source}
            </Provenance>
          )}
        </p>
      </div>
      {given !== undefined && <Difference evidence={evidence} given={given} sent={exchange} model={model} />}
      {given === undefined && <Expected found={found} />}
      {cause?.remedy !== undefined && cause.remedy !== '' && (
        <div class="remedy">
          <h3>What to change</h3>
          <p>
            <Marked text={cause.remedy} />
          </p>
          {cause.summary !== '' && (
            <details>
              <summary class="small soft">How it comes about</summary>
              <p class="soft">
                <Marked text={cause.summary} />
              </p>
            </details>
          )}
        </div>
      )}
    </section>
  );
}

/** Of a rule that is broken by one request alone, what it should have been. */
function Expected({ found: { evidence } }: { found: ShownFinding }): JSX.Element | null {
  const { expected, received } = evidence;
  if (expected === undefined && received === undefined) return null;
  return (
    <dl class="facts pad">
      {expected !== undefined && (
        <div>
          <dt>expected</dt>
          <dd>{sayValue(expected)}</dd>
        </div>
      )}
      {received !== undefined && (
        <div>
          <dt>received</dt>
          <dd>{sayValue(received)}</dd>
        </div>
      )}
    </dl>
  );
}

function sayValue(value: unknown): string {
  if (Array.isArray(value)) return value.map(sayValue).join(', ');
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function causeOf(id: string): Cause | undefined {
  return audit.value.value?.causes?.find(({ explains }) => explains.includes(id));
}

/** The clause of the evidence that says what the client did, without the address that stands beside it anyway. */
function sayWhat({ result, evidence }: ShownFinding): string {
  const clause = evidence.demand.startsWith(`${result.title}: `)
    ? evidence.demand.slice(result.title.length + 2)
    : evidence.demand;
  return capitalize(
    clause.replaceAll(/\b[A-Z]+ \/\S* \(exchange (\d+)\)/g, 'request $1').replaceAll('exchange ', 'response '),
  );
}

function capitalize(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
