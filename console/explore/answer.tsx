import type { JSX } from 'preact';
import { useId } from 'preact/hooks';
import { base } from '../admin/client.ts';
import type { NeighbourRole } from '../admin/contract-types.ts';
import { ScrollRegion } from '../parts/scroll-region.tsx';
import { Notice, Problem, Skeleton, toneOf } from '../parts/small-parts.tsx';
import { Subtabs } from '../parts/subtabs.tsx';
import { canAct } from '../state/connection.ts';
import { go, parameter } from '../state/location.ts';
import { BodyView } from './body-view.tsx';
import { pointsAt } from './contract-says.tsx';
import { toCurl } from './copies.ts';
import { buildRequest } from './request.ts';
import { RowsTable } from './rows-table.tsx';
import { sending, sendQuery } from './send.ts';
import { at, draft, exchange, page, selected, sentAs, target, windows } from './state.ts';

const TABS = ['rows', 'body', 'headers', 'curl'] as const;
type Tab = (typeof TABS)[number];

/** What came back: rows, the body as it is, headers, and how to ask for it again. */
export function Answer(): JSX.Element {
  const panel = useId();
  const named = parameter('answer');
  const tab = TABS.find((one) => one === named) ?? 'rows';
  const window = selected.value;
  const response = exchange.value.value?.response;
  return (
    <section class="card answer" aria-label="Response">
      <header>
        <h2>{window === undefined ? 'Response' : `Response ${at.value + 1}`}</h2>
        {window !== undefined && (
          <>
            <span class={`chip ${toneOf(window.status === 0 ? undefined : window.status)}`}>
              {window.status === 0 ? 'cut off' : window.status}
            </span>
            <span class="soft small facts">
              {window.count === 1 ? '1 row' : `${window.count} rows`}
              {window.total !== undefined && ` of ${window.total.toLocaleString('en')}`}
              {response !== undefined &&
                `, ${new TextEncoder().encode(response.body).length.toLocaleString('en')} bytes`}
              , {window.durationMs < 10 ? window.durationMs.toFixed(1) : Math.round(window.durationMs)} ms
            </span>
          </>
        )}
        <span class="grow" />
        <Subtabs<Tab>
          name="What is shown of the response"
          panel={panel}
          tabs={[
            ['rows', 'Rows'],
            ['body', 'Body'],
            ['headers', 'Headers'],
            ['curl', 'curl'],
          ]}
          value={tab}
          onPick={(picked) => go({ answer: picked === 'rows' ? undefined : picked }, { replace: true })}
        />
      </header>
      <div id={panel} class="panel" role="tabpanel" aria-label={tab}>
        <Problem error={exchange.error.value ?? page.error.value} />
        <Content tab={tab} />
      </div>
      <Neighbours />
    </section>
  );
}

function Content({ tab }: { tab: Tab }): JSX.Element | null {
  if (selected.value === undefined) {
    if (windows.isSlow.value || windows.value.value === undefined) return <Skeleton lines={6} />;
    return <Notice title="No requests yet">Send the request, or let your client do it: both show here.</Notice>;
  }
  if (tab === 'curl') return <Curl />;
  const shown = exchange.value.value;
  if (shown === undefined) return exchange.isSlow.value ? <Skeleton lines={6} /> : null;
  if (shown === null) {
    return (
      <Notice title="Its body is no longer kept">
        The journal has room for so many. What is drawn above is kept for longer. Send it again to see the response of
        now.
      </Notice>
    );
  }
  if (shown.response === undefined) return <Notice title="No response">The connection was cut before one came.</Notice>;
  if (tab === 'headers') return <HeadersView request={shown.request.headers} response={shown.response.headers} />;
  return tab === 'rows' ? <Rows response={shown.response} /> : <BodyView body={shown.response.body} />;
}

/** Rows where there are any; what else came where there are none. */
function Rows({
  response: { status, body },
}: {
  readonly response: { readonly status: number; readonly body: string };
}): JSX.Element {
  const count = page.value.value?.rows.length;
  if (count !== undefined && count > 0) return <RowsTable />;
  return count === 0 && status < 300 ? <NoRows /> : <BodyView body={body} />;
}

function NoRows(): JSX.Element {
  const filters = draft.value.filter(([name]) => {
    return target.value?.model.parameters.some((one) => one.name === name && one.role === 'filter');
  });
  return (
    <Notice
      title="No rows"
      actions={
        filters.length > 0 && (
          <button
            type="button"
            class="btn"
            onClick={() =>
              void sendQuery(
                new URLSearchParams(
                  draft.value.filter((pair) => !filters.includes(pair)).map(([name, value]) => [name, value]),
                ).toString(),
              )
            }
          >
            Send it without filters
          </button>
        )
      }
    >
      {filters.length === 0
        ? 'The page is empty: it lies past the end of the list, or the list has no rows.'
        : `Nothing is left by ${filters.map(([name, value]) => `${name}=${value}`).join(' and ')}.`}
    </Notice>
  );
}

const ARROWS: readonly (readonly [role: NeighbourRole, before: string, after: string])[] = [
  ['first', '« ', ''],
  ['previous', '‹ ', ''],
  ['next', '', ' ›'],
  ['last', '', ' »'],
];

/** Where a client goes on from here: every link, token or number can be followed. */
function Neighbours(): JSX.Element | null {
  const { neighbours } = page.value.value ?? {};
  const window = selected.value;
  if (window === undefined) return null;
  const ties = window.tieAfter === true ? 'the page ends between equal rows' : undefined;
  return (
    <footer>
      {ARROWS.flatMap(([role, before, after]) => {
        const found = neighbours?.[role];
        if (found === undefined) return [];
        return [
          <button
            key={role}
            type="button"
            class="btn small"
            disabled={!canAct() || sending.value !== undefined}
            onClick={() => void sendQuery(found.query).catch(() => undefined)}
            {...pointsAt(target.value?.model.page.position ?? '')}
          >
            {before}
            {role}
            {after}
          </button>,
        ];
      })}
      {neighbours !== undefined && neighbours.next === undefined && window.count > 0 && (
        <span class="soft small">the last page</span>
      )}
      <span class="grow" />
      <span class="soft small">{ties}</span>
    </footer>
  );
}

function HeadersView({
  request,
  response,
}: {
  readonly request: Readonly<Record<string, string>>;
  readonly response: Readonly<Record<string, string>>;
}): JSX.Element {
  return (
    <ScrollRegion label="Headers">
      <table class="headers">
        {(
          [
            ['Received', response],
            ['Sent', request],
          ] as const
        ).map(([title, headers]) => (
          <tbody key={title}>
            <tr>
              <th colSpan={2} scope="colgroup">
                {title}
              </th>
            </tr>
            {Object.entries(headers).map(([name, value]) => (
              <tr key={name} {...pointsAt(name)}>
                <th scope="row" class="mono">
                  {name}
                </th>
                <td class="mono">{value}</td>
              </tr>
            ))}
          </tbody>
        ))}
      </table>
    </ScrollRegion>
  );
}

/** The command that sends what the form says. */
function Curl(): JSX.Element | null {
  if (target.value === undefined) return null;
  return (
    <ScrollRegion class="source" label="Text">
      {toCurl(buildRequest(target.value, draft.value, sentAs.value, base))}
    </ScrollRegion>
  );
}
