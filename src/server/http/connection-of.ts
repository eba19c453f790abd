import type { Socket } from 'node:net';

const numbers = new WeakMap<Socket, number>();
let last = 0;

/** The number of a connection: the same as long as it lasts, and no other's. */
export function connectionOf(socket: Socket): number {
  const known = numbers.get(socket);
  if (known !== undefined) return known;
  last += 1;
  numbers.set(socket, last);
  return last;
}
