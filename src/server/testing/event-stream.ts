/** One event of a stream. */
interface StreamEvent {
  readonly id: string;
  readonly event: string;
  readonly data: string;
}

/** A stream of server-sent events that is being read. */
export interface EventStream {
  readonly response: Response;
  /** The next event, once it comes. */
  next(): Promise<StreamEvent>;
  /** Goes away. */
  close(): Promise<void>;
}

/** Opens a stream of server-sent events. Comments are skipped. */
export async function openEventStream(
  url: string,
  headers: Readonly<Record<string, string>> = {},
): Promise<EventStream> {
  const response = await fetch(url, { headers });
  const reader = (response.body as ReadableStream<Uint8Array>).getReader();
  const decoder = new TextDecoder();
  let text = '';
  return {
    response,
    async next() {
      for (;;) {
        const end = text.indexOf('\n\n');
        const block = text.slice(0, end);
        if (end !== -1) {
          text = text.slice(end + 2);
          if (!block.startsWith(':')) return readEvent(block);
          continue;
        }
        const { done, value } = await reader.read();
        if (done) throw new Error('the stream has ended');
        text += decoder.decode(value, { stream: true });
      }
    },
    close: () => reader.cancel(),
  };
}

function readEvent(block: string): StreamEvent {
  const fields = block.split('\n').map((line) => /^(\w+): (.*)$/.exec(line)?.slice(1) as [string, string]);
  return { id: '', event: '', data: '', ...Object.fromEntries(fields) };
}
