import type { Server } from 'node:http';

/** How long requests that are being answered may take to finish, in milliseconds. */
const GRACE = 300;

/** Stops a server: what is being answered is finished, connections that clients only hold open are closed. */
export function closeServer(server: Server): Promise<void> {
  if (!server.listening) return Promise.resolve();
  return new Promise((resolve) => {
    const force = setTimeout(() => server.closeAllConnections(), GRACE);
    server.close(() => {
      clearTimeout(force);
      resolve();
    });
    server.closeIdleConnections();
  });
}
