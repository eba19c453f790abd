/**
 * Listens on the loopback address, on PORT or a free one, and prints the address for the parent.
 * @param {import('node:http').Server} server
 */
export function listen(server) {
  // The client pauses between cases for longer than Node's default of 5 s.
  server.keepAliveTimeout = 120_000;
  server.listen(Number(process.env.PORT ?? 0), '127.0.0.1', () => {
    const address = server.address();
    if (address !== null && typeof address === 'object') console.log(`http://127.0.0.1:${address.port}`);
  });
}
