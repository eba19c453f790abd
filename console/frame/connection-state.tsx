import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { type AdminError, callAdmin, token } from '../admin/client.ts';
import { formatSpan } from '../parts/times.ts';
import { session, sessions } from '../state/chosen.ts';
import { comeback, connection, tryNow } from '../state/connection.ts';

/** Whether the mock is there. */
export function LiveSign(): JSX.Element {
  const { state } = connection.value;
  const words = { connecting: 'Connecting', live: 'Live', lost: 'Away', refused: 'Refused' }[state];
  return (
    <span class={state === 'live' ? 'live' : 'live away'} role="status">
      {words}
    </span>
  );
}

/** Tells that the mock has gone, and that it is back. What was shown stays. */
export function ConnectionBanner(): JSX.Element | null {
  const now = useSecond(connection.value.state === 'lost');
  if (connection.value.state === 'lost') {
    const { at, retryAt } = connection.value;
    return (
      <div class="banner" role="status">
        <b class="warn">The mock is no longer reachable.</b>
        <span>
          What you see is of {new Date(at).toLocaleTimeString('en-GB')}. Trying again in{' '}
          {formatSpan(Math.max(1000, Math.ceil((retryAt - now) / 1000) * 1000))}.
        </span>
        <span class="grow" />
        <button type="button" class="btn small" onClick={tryNow}>
          Try now
        </button>
      </div>
    );
  }
  if (comeback.value === undefined) return null;
  const { afterMs, isRestarted } = comeback.value;
  const dismiss = (): void => {
    comeback.value = undefined;
  };
  const begin = async (): Promise<void> => {
    await callAdmin('/sessions', { method: 'POST', body: { id: session.value } }).catch(() => undefined);
    sessions.reload();
    dismiss();
  };
  const isNamed = session.value !== 'default';
  return (
    <div class="banner good" role="status">
      <b class="pass">Back after {formatSpan(afterMs)}.</b>
      <span>
        {isRestarted
          ? `It was restarted: ${isNamed ? `session ${session.value} is gone, with its journal` : 'its journal is empty'}.`
          : 'Nothing was lost.'}
      </span>
      <span class="grow" />
      {isRestarted && isNamed && (
        <button type="button" class="btn small" onClick={() => void begin()}>
          Begin it again
        </button>
      )}
      <button type="button" class="btn small" onClick={dismiss}>
        Dismiss
      </button>
    </div>
  );
}

/** The time, each second while it matters. */
function useSecond(matters: boolean): number {
  const [now, setNow] = useState(Date.now());
  useEffect(() => {
    if (!matters) return undefined;
    const timer = setInterval(() => setNow(Date.now()), 1000);
    return () => clearInterval(timer);
  }, [matters]);
  return now;
}

/** Asks for the token that the mock was started with, or says why it refuses. */
export function TokenForm({ error }: { error: AdminError }): JSX.Element {
  const [text, setText] = useState('');
  if (error.status !== 401) {
    return (
      <div class="notice">
        <h1>This mock refuses the console</h1>
        <p class="soft">{error.message}</p>
      </div>
    );
  }
  return (
    <form
      class="notice"
      onSubmit={(event) => {
        event.preventDefault();
        token.value = text;
      }}
    >
      <h1>This mock asks for its token</h1>
      <p class="soft">
        It was started with <code>--admin-token</code>. The token stays in the memory of this page and is gone when you
        close it.
      </p>
      <div class="actions">
        <label class="hidden" for="token">
          Token
        </label>
        <input
          id="token"
          class="input"
          type="password"
          autocomplete="off"
          value={text}
          onInput={(event) => setText(event.currentTarget.value)}
        />
        <button type="submit" class="btn primary">
          Open
        </button>
      </div>
      {token.value !== undefined && (
        <p class="problem" role="alert">
          401 {error.code}: that was not the token it was started with.
        </p>
      )}
    </form>
  );
}
