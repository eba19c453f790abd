import type { JSX } from 'preact';
import { useEffect } from 'preact/hooks';
import { base } from '../admin/client.ts';
import { useKeys } from '../frame/keys.tsx';
import { MenuButton } from '../parts/menu-button.tsx';
import { Notice, Problem, Provenance, Skeleton } from '../parts/small-parts.tsx';
import { canAct, connection } from '../state/connection.ts';
import { go, parameter } from '../state/location.ts';
import { type Lens, Overview } from '../strip/overview.tsx';
import { Legend, Strip } from '../strip/strip.tsx';
import { StripTable } from '../strip/strip-table.tsx';
import { Answer } from './answer.tsx';
import { compareWalk, WAYS, type Way } from './compare.ts';
import { ContractSays } from './contract-says.tsx';
import { copyAs, FORMS, type Form } from './copies.ts';
import { capitalise, count, nounOf, plain, type Sentence, say, sayOrder, writeHeadline } from './headline.ts';
import { listMoves } from './moves.ts';
import { buildRequest } from './request.ts';
import { RequestForm } from './request-form.tsx';
import { RowSought } from './row-sought.tsx';
import { firstPage, sendFirst, sending, walkAll } from './send.ts';
import {
  changesSince,
  coverage,
  draft,
  exchange,
  isUnknownWalk,
  lensOfList,
  list,
  nameRow,
  picture,
  selected,
  sentAs,
  target,
  walk,
  walks,
  windows,
} from './state.ts';

/** The list, the requests that read it, and one answer. */
export function Explore(): JSX.Element {
  const isEmpty = walks.value.value?.length === 0;
  useEffect(() => {
    if (isEmpty && connection.value.state === 'live') sendFirst();
  }, [isEmpty, connection.value.state, target.value]);
  if (isUnknownWalk.value) return <UnknownWalk />;
  return (
    <div class="explore">
      <Head />
      <ListNow />
      <RowSought />
      <div class="columns">
        <RequestForm />
        <Answer />
        <ContractSays />
      </div>
    </div>
  );
}

function UnknownWalk(): JSX.Element {
  const known = (walks.value.value ?? []).slice(-8).reverse();
  return (
    <Notice
      isView
      title={`Unknown walk “${parameter('walk')}”`}
      actions={
        <>
          {known.map((one) => (
            <button
              key={one.walk}
              type="button"
              class="btn"
              onClick={() => go({ walk: one.walk, at: undefined, row: undefined })}
            >
              Walk {one.walk}, {one.exchanges.length === 1 ? '1 request' : `${one.exchanges.length} requests`}
            </button>
          ))}
          <button
            type="button"
            class="btn primary"
            onClick={() => go({ walk: undefined, at: undefined, row: undefined })}
          >
            {known.length === 0 ? 'Request the first page' : 'The latest'}
          </button>
        </>
      }
    >
      {known.length === 0
        ? 'No client has read this list in this session yet.'
        : 'No requests of this session have that number, or they are no longer kept. There are these:'}
    </Notice>
  );
}

function Head(): JSX.Element {
  const { contract, model } = target.value ?? {};
  const sentence: Sentence =
    contract === undefined
      ? ['Explore']
      : writeHeadline({
          noun: nounOf(contract.path),
          walk: walk.value,
          windows: windows.value.value ?? [],
          picture: picture.value,
          total: list.value.value?.total,
        });
  const title = plain(sentence);
  useEffect(() => {
    document.title = `${title} · pagewright`;
  }, [title]);
  return (
    <div class="head">
      <div>
        <h1 aria-live="polite">
          {sentence.map((part) =>
            typeof part === 'string' ? (
              part
            ) : (
              <span key={part.text} class={part.tone}>
                {part.text}
              </span>
            ),
          )}
        </h1>
        {model !== undefined && <Explanation />}
      </div>
      <Actions />
    </div>
  );
}

/** Who read the list, how, and what the contract says of it where something went wrong. */
function Explanation(): JSX.Element | null {
  const { model } = target.value ?? {};
  const one = walk.value;
  if (model === undefined) return null;
  if (selected.value === undefined) {
    return <p class="soft">Send a request here, or let your client read the list: both are drawn below.</p>;
  }
  const agent = exchange.value.value?.request.headers['user-agent'];
  const who = selected.value.by === undefined ? (agent === undefined ? 'A client' : agent.split(' ')[0]) : 'You';
  const many = one?.exchanges.length ?? 1;
  const moves = changesSince.value.filter(({ kind }) => kind.startsWith('row') || kind === 'moved').length;
  const statement = model.statements.find(({ about }) => about === 'moving-rows');
  const hasTrouble = (picture.value?.troubles.length ?? 0) > 0;
  return (
    <p class="soft">
      {who} asked {many === 1 ? 'once' : `${say(many)} times`}
      {one !== undefined && one.query !== '' && (
        <>
          {' '}
          for <code>{one.query}</code>
        </>
      )}
      , by <code>{model.page.position}</code>
      {model.size.parameter !== undefined && (
        <>
          {' '}
          and <code>{model.size.parameter}</code>
        </>
      )}
      .{moves > 0 && ` ${moves === 1 ? 'One row has' : `${capitalise(say(moves))} rows have`} moved since it began.`}
      {hasTrouble && statement !== undefined && (
        <>
          {' '}
          {statement.text} <Provenance of={statement.provenance} source={statement.source} />
        </>
      )}
    </p>
  );
}

function Actions(): JSX.Element {
  const ready = target.value !== undefined && canAct() && sending.value === undefined;
  const versus = parameter('versus');
  const reason = whyNotCompared();
  return (
    <div class="actions">
      <button
        type="button"
        class="btn"
        disabled={!ready || windows.value.value?.length === 0}
        onClick={() => void walkAll().catch(() => undefined)}
      >
        Replay walk
      </button>
      <MenuButton
        items={[
          ...WAYS.map((way) => ({
            value: way,
            label: capitalise(NAMES[way]),
            detail: DETAILS[way],
            ...(reason !== undefined && { disabled: reason }),
          })),
          ...(versus === undefined ? [] : [{ value: 'none', label: 'Nothing' }]),
        ]}
        onPick={(way) => go({ versus: way === 'none' ? undefined : way })}
      >
        Compare with…
      </MenuButton>
      <CopyMenu />
    </div>
  );
}

const NAMES: Readonly<Record<Way, string>> = { 'last-row': 'by last row seen', offset: 'by offset' };
const DETAILS: Readonly<Record<Way, string>> = {
  'last-row': 'Each page goes on after the last row of the one before',
  offset: 'Each page counts rows from the top',
};

function whyNotCompared(): string | undefined {
  const now = list.value.value;
  if (now === undefined || windows.value.value?.length === 0) return 'There is no walk yet';
  return now.rows.length < now.total ? 'Only lists that are drawn whole, of up to 400 rows' : undefined;
}

function CopyMenu(): JSX.Element {
  const copy = async (form: Form): Promise<void> => {
    const chosen = target.peek();
    if (chosen === undefined) return;
    const isTest = form === 'jest' || form === 'vitest';
    const hasTokens = ['links', 'keyset'].includes(chosen.model.page.style);
    const all = draft.peek();
    const pairs = isTest && hasTokens ? firstPage(chosen, all) : all;
    const sent = selected.peek();
    await navigator.clipboard.writeText(
      copyAs(form, buildRequest(chosen, pairs, sentAs.peek(), base), {
        contract: chosen.contract.id,
        scenario: chosen.contract.scenario,
        status: sent?.status ?? 200,
        hasRows: (sent?.count ?? 0) > 0,
        isTokenLeftOut: pairs.length < all.length,
      }),
    );
  };
  const id = 'copy-as';
  useKeys([
    {
      key: 'c',
      what: 'copy the request as…',
      act: () => document.getElementById(id)?.querySelector('button')?.click(),
    },
  ]);
  return (
    <span id={id}>
      <MenuButton items={FORMS.map(([value, label]) => ({ value, label }))} onPick={(form) => void copy(form as Form)}>
        Copy as…
      </MenuButton>
    </span>
  );
}

function showLens({ from, to }: Lens): void {
  go({ lens: `${from}-${to}` }, { replace: true });
}

/** Shows the rows beside those that are drawn, or those around the next row that was lost or read twice. */
function goBeyond(way: 1 | -1, what: 'row' | 'trouble'): void {
  const { from, to } = lensOfList.peek();
  const total = list.value.peek()?.total ?? 0;
  const size = to - from + 1;
  const { troubles = [] } = coverage.value.peek() ?? {};
  const next =
    what === 'row'
      ? { place: way === 1 ? to + 1 : from - 1, identity: undefined }
      : way === 1
        ? troubles.find(({ place }) => place > to)
        : troubles.findLast(({ place }) => place < from);
  if (next === undefined || next.place < 1 || next.place > total) return;
  const first = Math.max(1, Math.min(total - size + 1, next.place - Math.floor(size / 2)));
  go(
    { lens: `${first}-${first + size - 1}`, ...(next.identity !== undefined && { row: next.identity }) },
    { replace: true },
  );
}

/** Draws more or fewer rows one by one, around the same one. */
function zoom(factor: number): void {
  const { from, to } = lensOfList.peek();
  const total = list.value.peek()?.total ?? 0;
  const size = Math.max(10, Math.min(200, Math.round((to - from + 1) * factor)));
  const first = Math.max(1, Math.min(total - size + 1, Math.round((from + to - size) / 2)));
  showLens({ from: first, to: first + size - 1 });
}

function ListNow(): JSX.Element {
  useKeys([
    { key: '+', what: 'draw fewer rows, larger', act: () => zoom(0.5) },
    { key: '-', what: 'draw more rows, smaller', act: () => zoom(2) },
    { key: '0', what: 'draw the rows around the request that is selected', act: () => go({ lens: undefined }) },
  ]);
  const { contract, model } = target.value ?? {};
  const [drawn, now] = [picture.value, list.value.value];
  if (list.error.value !== undefined) return <Problem error={list.error.value} />;
  if (contract === undefined || model === undefined || drawn === undefined || now === undefined) {
    return <div class="strip-place">{list.isSlow.value && <Skeleton lines={3} />}</div>;
  }
  if (now.total === 0) {
    return (
      <div class="strip-empty">
        No {nounOf(contract.path)} are selected.
        {contract.rows !== undefined &&
          ` Without filters, the list has ${count(contract.rows, nounOf(contract.path))}.`}
      </div>
    );
  }
  const versus = WAYS.find((way) => way === parameter('versus'));
  const compared =
    versus === undefined || whyNotCompared() !== undefined
      ? undefined
      : compareWalk(versus, { picture: drawn, changes: changesSince.value });
  const lane = drawn.lanes.findIndex(({ window }) => window.exchange === selected.value?.exchange);
  const isTable = parameter('table') !== undefined;
  const shared = {
    picture: drawn,
    position: model.page.position,
    numbers: new Map(windows.value.value?.map((one, index) => [one.exchange, index + 1])),
    nameRow,
    lane: lane < 0 ? undefined : lane,
    row: parameter('row'),
    onLane: (index: number): void => {
      const picked = drawn.lanes[index]?.window.exchange;
      const number = windows.value.value?.findIndex((one) => one.exchange === picked) ?? -1;
      if (number >= 0) go({ walk: walk.value?.walk, at: number + 1, q: undefined, as: undefined });
    },
    onRow: (identity: string): void => go({ row: identity }, { replace: true }),
  };
  const further = {
    total: now.total,
    onBeyond: goBeyond,
    order: sayOrder(model),
    moves: listMoves(drawn, changesSince.value, model, nameRow),
    ...(compared !== undefined &&
      versus !== undefined && {
        comparison: {
          label: capitalise(NAMES[versus]),
          ...compared,
          result: `${compared.lost.length} lost, ${compared.twice.length} twice`,
        },
      }),
  };
  return (
    <figure class="list-now">
      {coverage.value.value !== undefined && (
        <Overview coverage={coverage.value.value} lens={lensOfList.value} onLens={showLens} />
      )}
      {isTable ? <StripTable {...shared} /> : <Strip {...shared} {...further} />}
      <Legend>
        <button
          type="button"
          class="btn quiet small"
          aria-pressed={isTable}
          onClick={() => go({ table: isTable ? undefined : 1 }, { replace: true })}
        >
          {isTable ? 'Show as a strip' : 'Show as a table'}
        </button>
      </Legend>
    </figure>
  );
}
