import { once } from 'node:events';
import { createServer } from 'node:http';
import { connect } from 'node:net';
import { describe, expect, it } from '@jest/globals';
import { writeGet } from '../testing/exchange-raw.ts';
import { closeServer } from './close-server.ts';
import { listen } from './listen.ts';

describe('closeServer', () => {
  it('closes connections that clients hold open, used or not', async () => {
    const server = createServer((_request, response) => response.end('x'));
    const port = Number(new URL(await listen(server, { port: 0, host: '127.0.0.1' })).port);
    const used = connect(port, '127.0.0.1', () => used.write(writeGet('/')));
    await once(used, 'data');
    const unused = connect(port, '127.0.0.1');
    await once(unused, 'connect');
    const closed = [used, unused].map((socket) => once(socket.resume(), 'close'));
    await closeServer(server);
    await Promise.all(closed);
    expect(server.listening).toBe(false);
  });

  it('lets an answer be finished that was begun', async () => {
    let finish = (): void => {};
    const server = createServer((_request, response) => {
      finish = () => response.end('finished');
    });
    const url = await listen(server, { port: 0, host: '127.0.0.1' });
    const arrived = once(server, 'request');
    const answer = fetch(url);
    await arrived;
    const closed = closeServer(server);
    finish();
    expect(await (await answer).text()).toBe('finished');
    await closed;
  });

  it('takes no more than a moment over an answer that never ends', async () => {
    const server = createServer(() => {});
    const url = await listen(server, { port: 0, host: '127.0.0.1' });
    const arrived = once(server, 'request');
    const answer = fetch(url).catch(() => 'cut off');
    await arrived;
    await closeServer(server);
    expect(await answer).toBe('cut off');
  });

  it('has nothing to do where nothing listens', async () => {
    await expect(closeServer(createServer())).resolves.toBeUndefined();
  });
});
