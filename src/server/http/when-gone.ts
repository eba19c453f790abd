import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

/** What is to be done when a connection ends. A connection may have many requests under way, and gets one listener. */
const endings = new WeakMap<Socket, Set<() => void>>();

/**
 * Does something once, when an answer is sent or its connection has ended. An answer that waits for those before it on the same
 * connection hears nothing of the connection by itself.
 *
 * @returns a function after which it is not done any more
 */
export function whenGone({ socket }: IncomingMessage, response: ServerResponse, act: () => void): () => void {
  const waiting = endings.get(socket) ?? listen(socket);
  const forget = (): void => {
    waiting.delete(end);
    response.off('close', end);
  };
  const end = (): void => {
    forget();
    act();
  };
  waiting.add(end);
  response.once('close', end);
  return forget;
}

function listen(socket: Socket): Set<() => void> {
  const waiting = new Set<() => void>();
  endings.set(socket, waiting);
  socket.once('close', () => {
    for (const end of [...waiting]) end();
  });
  return waiting;
}
