import type { JSX } from 'preact';
import { useId, useState } from 'preact/hooks';
import { callAdmin } from '../admin/client.ts';
import type {
  Cause,
  ContractDescription,
  ContractModel,
  Exchange,
  PageOfExchange,
  WalkSummary,
} from '../admin/types.ts';
import { useAction } from '../parts/form.ts';
import { Problem, Provenance, toneOf } from '../parts/small-parts.tsx';
import { Subtabs } from '../parts/subtabs.tsx';
import { session } from '../state/chosen.ts';
import { canAct } from '../state/connection.ts';
import { audit, findings, type ShownFinding } from '../state/findings.ts';
import { go, hrefOf, parameter } from '../state/location.ts';
import { AnswerPart, HeadersPart, RequestPart, TimingPart } from './answer.tsx';
import { Difference, offerOf } from './difference.tsx';
import { targetOf } from './lines.ts';
import { sayDuration, splitTitle } from './list.tsx';
import { parametersOf, positionOf } from './offers.ts';
import { addressBelow, headersOf, type Sent, sendToList } from './send.ts';

interface DetailProps {
  readonly exchange: Exchange;
  readonly exchanges: readonly Exchange[];
  readonly walk: WalkSummary | undefined;
  readonly contract: ContractDescription;
  readonly model: ContractModel;
}

const PARTS = [
  ['answer', 'Answer'],
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
          {exchange.by === undefined && <p class="soft">No rule that clients have to keep was broken here.</p>}
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
  if (response === undefined) return <span class="small fail">no answer, {sayDuration(durationMs)}</span>;
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
    clause.replaceAll(/\b[A-Z]+ \/\S* \(exchange (\d+)\)/g, 'request $1').replaceAll('exchange ', 'answer '),
  );
}

function capitalize(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** A text in which what stands between backticks is code. */
function Marked({ text }: { text: string }): JSX.Element {
  return <>{text.split('`').map((part, index) => (index % 2 === 1 ? <code key={index}>{part}</code> : part))}</>;
}

type ActionsProps = DetailProps & { readonly found: ShownFinding | undefined; readonly at: number };

function Actions({ exchange, exchanges, contract, model, walk, found, at }: ActionsProps): JSX.Element {
  const [sent, setSent] = useState<{ readonly of: number; readonly result: Sent } | undefined>(undefined);
  const send = async (what: () => Promise<Sent>): Promise<void> => {
    setSent({ of: exchange.id, result: await what() });
  };
  const given = exchanges.find(({ id }) => id === found?.evidence.journal?.at(-2));
  const replay = useAction(() => send(() => replayAsSent(exchange, contract)));
  const right = useAction(() => send(() => sendRight(given as Exchange, exchange, contract, model)));
  const isOff = !canAct();
  const canRepeat = exchange.contract !== undefined;
  const canCorrect = given !== undefined && (found?.evidence.difference?.length ?? 0) > 0;
  return (
    <div class="do">
      {canCorrect && (
        <button type="button" class="btn primary" disabled={isOff} onClick={() => void right.run()}>
          Send it right
        </button>
      )}
      {canRepeat && (
        <button id="replay" type="button" class="btn" disabled={isOff} onClick={() => void replay.run()}>
          Replay as sent
        </button>
      )}
      {walk !== undefined && (
        <a
          class="btn"
          href={hrefOf({ walk: walk.walk, at: at + 1 }, 'explore')}
          onClick={(event) => {
            event.preventDefault();
            go({ walk: walk.walk, at: at + 1 }, { view: 'explore' });
          }}
        >
          Show on the strip
        </a>
      )}
      <span role="status" class="small">
        {sent?.of === exchange.id && (
          <>
            The mock answered <b class={toneOf(sent.result.status)}>{sent.result.status}</b>,{' '}
            {sent.result.bytes.toLocaleString('en')} bytes.{' '}
            <a
              href={hrefOf({ console: '1' })}
              onClick={(event) => {
                event.preventDefault();
                go({ console: '1' });
              }}
            >
              Show the console’s requests
            </a>
          </>
        )}
      </span>
      <Problem error={right.error ?? replay.error} />
    </div>
  );
}

/** The same once more: where the journal shows no credential, with the one that was used. */
async function replayAsSent(exchange: Exchange, contract: ContractDescription): Promise<Sent> {
  const { caller } = await readPage(exchange.id);
  const { method, body } = exchange.request;
  return sendToList(addressBelow(exchange), { method, body, headers: headersOf(exchange, contract, caller) });
}

/** What an answer gave, followed as it was given, with the headers of the request that was answered. */
async function sendRight(
  given: Exchange,
  sent: Exchange,
  contract: ContractDescription,
  model: ContractModel,
): Promise<Sent> {
  const { caller, neighbours } = await readPage(given.id);
  const headers = headersOf(given, contract, caller);
  const position = positionOf(parametersOf(sent), model);
  const link = offerOf(given, sent, model);
  const queries = Object.values(neighbours).map(({ query }) => query);
  const exact = queries.find((query) => new URLSearchParams(query).get(model.page.position) === position);
  const query =
    exact ?? queries[0] ?? new URLSearchParams(link?.pairs.map(([name, value]) => [name, value])).toString();
  return sendToList(addressBelow(given, query), { headers });
}

function readPage(id: number): Promise<PageOfExchange> {
  return callAdmin(`/journal/${id}/page`, { query: { session: session.value } });
}
