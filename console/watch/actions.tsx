import type { JSX } from 'preact';
import { useRef, useState } from 'preact/hooks';
import type { Exchange, WalkSummary } from '../admin/activity-types.ts';
import { callAdmin } from '../admin/client.ts';
import type { ContractDescription, ContractModel, PageOfExchange } from '../admin/contract-types.ts';
import { copyAs, FORMS, type Form } from '../explore/copies.ts';
import { copyText } from '../frame/copy-link.tsx';
import { useKeys } from '../frame/keys.tsx';
import { useAction } from '../parts/form.ts';
import { MenuButton } from '../parts/menu-button.tsx';
import { Problem, toneOf } from '../parts/small-parts.tsx';
import { session } from '../state/chosen.ts';
import { canAct } from '../state/connection.ts';
import type { ShownFinding } from '../state/findings.ts';
import { go, hrefOf } from '../state/location.ts';
import { offerOf } from './difference.tsx';
import { parametersOf, positionOf } from './offers.ts';
import { addressBelow, headersOf, type Sent, sendToList } from './send.ts';

interface ActionsProps {
  readonly exchange: Exchange;
  readonly exchanges: readonly Exchange[];
  readonly contract: ContractDescription;
  readonly model: ContractModel;
  readonly walk: WalkSummary | undefined;
  /** The rule that the request broke, where it broke one. */
  readonly found: ShownFinding | undefined;
  /** Its index in the walk. */
  readonly at: number;
}

/** What can be done with a request. */
export function Actions({ exchange, exchanges, contract, model, walk, found, at }: ActionsProps): JSX.Element {
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
      {canRepeat && <CopyMenu exchange={exchange} contract={contract} model={model} />}
      <span role="status" class="small">
        {sent?.of === exchange.id && (
          <>
            The mock responded <b class={toneOf(sent.result.status)}>{sent.result.status}</b>,{' '}
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

type CopyProps = Pick<ActionsProps, 'exchange' | 'contract' | 'model'>;

/** The request as others would send it. */
function CopyMenu({ exchange, contract, model }: CopyProps): JSX.Element {
  const form = useRef<Form>('curl');
  const copy = useAction(async () => copyText(await writeCopy(form.current, exchange, contract, model)));
  const [copied, setCopied] = useState<number | undefined>(undefined);
  useKeys([
    {
      key: 'c',
      what: 'copy the request as…',
      act: () => document.querySelector<HTMLElement>('#copy-as button')?.click(),
    },
  ]);
  return (
    <span id="copy-as">
      <MenuButton
        items={FORMS.map(([value, label]) => ({ value, label }))}
        onPick={(picked) => {
          form.current = picked as Form;
          void copy.run().then((isDone) => setCopied(isDone ? exchange.id : undefined));
        }}
      >
        Copy as…
      </MenuButton>
      <span role="status" class="small soft">
        {copied === exchange.id && ' Copied'}
      </span>
      <Problem error={copy.error} />
    </span>
  );
}

/** A test has a mock of its own, where no token of this one is valid: it asks for the first page. */
async function writeCopy(
  form: Form,
  exchange: Exchange,
  contract: ContractDescription,
  model: ContractModel,
): Promise<string> {
  const { caller } = await readPage(exchange.id);
  const { method, body } = exchange.request;
  const isTest = form === 'jest' || form === 'vitest';
  const hasToken =
    positionOf(parametersOf(exchange), model) !== undefined && ['links', 'keyset'].includes(model.page.style);
  const isTokenLeftOut = isTest && hasToken;
  const url = new URL(addressBelow(exchange));
  if (isTokenLeftOut) url.searchParams.delete(model.page.position);
  const headers = headersOf(exchange, contract, caller);
  return copyAs(
    form,
    { method, url: url.href, headers, ...(body !== undefined && { body }) },
    {
      contract: contract.id,
      scenario: contract.scenario,
      status: isTokenLeftOut ? 200 : (exchange.response?.status ?? 200),
      hasRows: isTokenLeftOut,
      isTokenLeftOut,
    },
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
