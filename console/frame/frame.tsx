import type { JSX } from 'preact';
import { callAdmin } from '../admin/client.ts';
import { Notice, Skeleton } from '../parts/small-parts.tsx';
import { api, contract, contracts, isUnknownSession, session, sessions } from '../state/chosen.ts';
import { connection } from '../state/connection.ts';
import { findingCount } from '../state/findings.ts';
import { go, hrefOf, unknownView, VIEWS, type View, view } from '../state/location.ts';
import { Choices } from './choices.tsx';
import { ConnectionBanner, LiveSign, TokenForm } from './connection-state.tsx';
import { CopyLink } from './copy-link.tsx';
import { KeysHelp } from './keys.tsx';
import { page, pageOfView } from './pages.ts';

const TITLES: Readonly<Record<View, string>> = {
  explore: 'Explore',
  watch: 'Watch',
  change: 'Change',
  check: 'Check',
  tell: 'Tell',
};

/** What is always there: the tabs, the bar of choices, and one view. */
export function Frame(): JSX.Element {
  return (
    <>
      <header class="top">
        <a class="wordmark" href={hrefOf({}, 'explore')} onClick={follow('explore')} aria-label="pagewright">
          p<span>agewright</span>
        </a>
        <nav class="tabs" aria-label="Views">
          {VIEWS.map((name) => (
            <a
              key={name}
              href={hrefOf({}, name)}
              aria-current={view.value === name ? 'page' : undefined}
              onClick={follow(name)}
            >
              {TITLES[name]}
              {name === 'watch' && <FindingCount />}
            </a>
          ))}
        </nav>
        <span class="grow" />
        <LiveSign />
        <CopyLink />
        <KeysHelp />
      </header>
      <Choices />
      <ConnectionBanner />
      <main id="view" class={connection.value.state === 'lost' ? 'away' : undefined} tabIndex={-1}>
        <Content />
      </main>
    </>
  );
}

/** How many rules the clients of the session break. */
function FindingCount(): JSX.Element | null {
  const count = findingCount.value;
  return count === 0 ? null : (
    <span class="count">
      {count}
      <span class="hidden"> {count === 1 ? 'finding' : 'findings'}</span>
    </span>
  );
}

function follow(name: View): (event: MouseEvent) => void {
  return (event) => {
    if (event.metaKey || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    go({}, { view: name });
  };
}

function Content(): JSX.Element | null {
  if (connection.value.state === 'refused') return <TokenForm error={connection.value.error} />;
  if (unknownView.value !== undefined) return <UnknownView name={unknownView.value} />;
  if (isUnknownSession.value) return <UnknownSession />;
  if (contracts.value.value !== undefined && contract.value === undefined) return <UnknownContract />;
  const Page = page.value;
  if (Page !== undefined) return <Page />;
  if (pageOfView.error.value !== undefined) return <NotLoaded />;
  return pageOfView.isSlow.value ? <Skeleton lines={6} /> : null;
}

function NotLoaded(): JSX.Element {
  return (
    <Notice
      isView
      title={`${TITLES[view.value]} could not be loaded`}
      actions={
        <button type="button" class="btn primary" onClick={() => location.reload()}>
          Load the page again
        </button>
      }
    >
      The mock may have been replaced by another version since this page was opened.
    </Notice>
  );
}

function UnknownView({ name }: { name: string }): JSX.Element {
  return (
    <Notice
      isView
      title={`Unknown view “${name}”`}
      actions={VIEWS.map((one) => (
        <a key={one} class="btn" href={hrefOf({}, one)} onClick={follow(one)}>
          {TITLES[one]}
        </a>
      ))}
    >
      There are these:
    </Notice>
  );
}

function UnknownSession(): JSX.Element {
  const begin = async (): Promise<void> => {
    await callAdmin('/sessions', { method: 'POST', body: { id: session.value } });
    sessions.reload();
  };
  return (
    <Notice
      isView
      title={`Unknown session “${session.value}”`}
      actions={
        <>
          <button type="button" class="btn primary" onClick={() => void begin()}>
            Begin it
          </button>
          {sessions.value.value?.slice(0, 8).map(({ id }) => (
            <button
              key={id}
              type="button"
              class="btn"
              onClick={() => go({ session: id === 'default' ? undefined : id })}
            >
              {id}
            </button>
          ))}
        </>
      }
    >
      It ended, was not used for a while, or never began. These are there:
    </Notice>
  );
}

function UnknownContract(): JSX.Element {
  return (
    <Notice
      isView
      title={`Unknown API “${api.value}”`}
      actions={contracts.value.value?.slice(0, 12).map(({ id, title }) => (
        <button key={id} type="button" class="btn" onClick={() => go({ api: id })}>
          {title}
        </button>
      ))}
    >
      This mock does not serve it. It serves:
    </Notice>
  );
}
