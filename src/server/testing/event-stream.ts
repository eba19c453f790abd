import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';

/** One event of a stream. */
interface StreamEvent {
  readonly id: string;
  readonly event: string;
  readonly data: string;
}

/** A stream of server-sent events that is being read. */
export interface EventStream {
  readonly response: { readonly status: number; readonly headers: Headers };
  /** The next event, once it comes. */
  next(): Promise<StreamEvent>;
  /** Ends the connection. */
  close(): Promise<void>;
}

/** Opens a stream of server-sent events, by a connection of its own. Comments are skipped. */
export async function openEventStream(
  url: string,
  headers: Readonly<Record<string, string>> = {},
): Promise<EventStream> {
  const sent = request(url, { headers, agent: false }).end();
  const [response] = (await once(sent, 'response')) as [IncomingMessage];
  const chunks = response.setEncoding('utf8').iterator({ destroyOnReturn: false });
  let text = '';
  return {
    response: { status: response.statusCode ?? 0, headers: new Headers(response.headers as Record<string, string>) },
    async next() {
      for (;;) {
        const end = text.indexOf('\n\n');
        const block = text.slice(0, end);
        if (end !== -1) {
          text = text.slice(end + 2);
          if (!block.startsWith(':')) return readEvent(block);
          continue;
        }
        const { done, value } = await chunks.next();
        if (done) throw new Error('the stream has ended');
        text += String(value);
      }
    },
    async close() {
      if (response.destroyed && response.closed) return;
      const closed = once(response, 'close');
      response.destroy();
      await closed;
    },
  };
}

function readEvent(block: string): StreamEvent {
  const fields = block.split('\n').map((line) => /^(\w+): (.*)$/.exec(line)?.slice(1) as [string, string]);
  return { id: '', event: '', data: '', ...Object.fromEntries(fields) };
}
