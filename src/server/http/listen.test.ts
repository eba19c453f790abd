import { createServer } from 'node:http';
import { describe, expect, it } from '@jest/globals';
import { closeServer } from './close-server.ts';
import { listen } from './listen.ts';

describe('listen', () => {
  it('gives the address of a server on a free port', async () => {
    const server = createServer((_request, response) => response.end('here'));
    const url = await listen(server, { port: 0, host: '127.0.0.1' });
    expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    expect(await (await fetch(url)).text()).toBe('here');
    await closeServer(server);
  });

  it('gives an address that can be called where all addresses are meant', async () => {
    const server = createServer();
    expect(await listen(server, { port: 0, host: '0.0.0.0' })).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    await closeServer(server);
  });

  it('says that a port is taken', async () => {
    const first = createServer();
    const port = Number(new URL(await listen(first, { port: 0, host: '127.0.0.1' })).port);
    await expect(listen(createServer(), { port, host: '127.0.0.1' })).rejects.toMatchObject({
      code: 'cannot-listen',
      message: `cannot listen on 127.0.0.1 port ${port}: something else listens there already; choose another port, or 0 for any that is free`,
    });
    await closeServer(first);
  });

  it('says that an address is not this machine’s', async () => {
    const refused = listen(createServer(), { port: 0, host: '192.0.2.1' });
    await expect(refused).rejects.toMatchObject({
      code: 'cannot-listen',
      message: expect.stringContaining('no such address'),
    });
  });
});
