/** One event of a stream. */
export interface ServerEvent {
  /** As the server numbers it; empty when it does not. */
  readonly id: string;
  readonly data: string;
}

/**
 * Reads a stream of server-sent events (https://html.spec.whatwg.org/multipage/server-sent-events.html): events with data only.
 *
 * @param body - what comes, in any pieces
 */
export async function* readEvents(body: AsyncIterable<Uint8Array>): AsyncGenerator<ServerEvent> {
  const decoder = new TextDecoder();
  let pending = '';
  let event = { id: '', data: [] as string[] };
  for await (const bytes of body) {
    pending += decoder.decode(bytes, { stream: true });
    // A line end that may yet become a pair waits for what follows it.
    const lines = pending.split(/\r\n|\n|\r(?!$)/);
    pending = lines.pop() ?? '';
    for (const line of lines) {
      if (line !== '') {
        event = addLine(event, line);
        continue;
      }
      if (event.data.length > 0) yield { id: event.id, data: event.data.join('\n') };
      event = { id: event.id, data: [] };
    }
  }
}

interface PartialEvent {
  readonly id: string;
  readonly data: string[];
}

function addLine({ id, data }: PartialEvent, line: string): PartialEvent {
  const [, name = '', value = ''] = /^([^:]*)(?:: ?(.*))?$/s.exec(line) ?? [];
  if (name === 'id') return { id: value, data };
  return name === 'data' ? { id, data: [...data, value] } : { id, data };
}
