import { describe, expect, it } from '@jest/globals';
import { fc } from '../../../testing/properties.ts';
import { readEvents, type ServerEvent } from './read-events.ts';

async function* cut(text: string, cuts: readonly number[]): AsyncGenerator<Uint8Array> {
  const bytes = new TextEncoder().encode(text);
  const places = [0, ...cuts.map((place) => place % (bytes.length + 1)).sort((a, b) => a - b), bytes.length];
  for (const [index, place] of places.slice(1).entries()) yield bytes.slice(places[index], place);
}

async function read(text: string, cuts: readonly number[] = []): Promise<readonly ServerEvent[]> {
  const events: ServerEvent[] = [];
  for await (const event of readEvents(cut(text, cuts))) events.push(event);
  return events;
}

const STREAM =
  ': hello\n\nid: 1\nevent: exchange\ndata: {"a":"é€"}\n\n: still here\r\n\r\nid:2\r\ndata:one\r\ndata: two\r\n\r\ndata\r\rdata: lost';

describe('readEvents', () => {
  it('reads ids and data, and leaves out comments and what is not complete', async () => {
    expect(await read(STREAM)).toEqual([
      { id: '1', data: '{"a":"é€"}' },
      { id: '2', data: 'one\ntwo' },
      { id: '2', data: '' },
    ]);
  });

  it('reads the same wherever the bytes are cut', async () => {
    const whole = await read(STREAM);
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat(200), { maxLength: 12 }), async (cuts) => {
        expect(await read(STREAM, cuts)).toEqual(whole);
      }),
    );
  });
});
