import { describe, expect, it } from '@jest/globals';
import { createChannel } from './create-channel.ts';

async function read<T>(values: AsyncIterable<T>): Promise<T[]> {
  const found: T[] = [];
  for await (const value of values) found.push(value);
  return found;
}

describe('createChannel', () => {
  it('gives what was pushed before and after the reader came', async () => {
    const channel = createChannel<number>();
    channel.push(1);
    channel.push(2);
    const reading = read(channel);
    await Promise.resolve();
    channel.push(3);
    channel.end();
    expect(await reading).toEqual([1, 2, 3]);
  });

  it('gives everything before it fails', async () => {
    const channel = createChannel<number>();
    const found: number[] = [];
    channel.push(1);
    channel.fail(new Error('no connection'));
    const reading = (async () => {
      for await (const value of channel) found.push(value);
    })();
    await expect(reading).rejects.toThrow('no connection');
    expect(found).toEqual([1]);
  });
});
