import { EventEmitter } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { describe, expect, it } from '@jest/globals';
import { whenGone } from './when-gone.ts';

describe('whenGone', () => {
  const open = (
    socket = new EventEmitter(),
  ): {
    socket: EventEmitter;
    response: EventEmitter;
    wait: (act: () => void) => () => void;
  } => {
    const response = new EventEmitter();
    const request = { socket } as unknown as IncomingMessage;
    return { socket, response, wait: (act) => whenGone(request, response as unknown as ServerResponse, act) };
  };

  it.each([['response'], ['socket']] as const)('does it once, when the %s is closed first', (first) => {
    let count = 0;
    const { wait, ...emitters } = open();
    wait(() => {
      count += 1;
    });
    emitters[first].emit('close');
    for (const emitter of Object.values(emitters)) emitter.emit('close');
    expect(count).toBe(1);
  });

  it('does nothing after it was told to forget it', () => {
    let count = 0;
    const { wait, socket, response } = open();
    wait(() => {
      count += 1;
    })();
    socket.emit('close');
    response.emit('close');
    expect(count).toBe(0);
  });

  it('does all that waits on one connection, with one listener', () => {
    const socket = new EventEmitter();
    let count = 0;
    for (let times = 0; times < 50; times += 1) {
      open(socket).wait(() => {
        count += 1;
      });
    }
    expect(socket.listenerCount('close')).toBe(1);
    socket.emit('close');
    expect(count).toBe(50);
  });
});
