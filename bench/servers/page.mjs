import { readFileSync } from 'node:fs';

/**
 * The page that every bare server sends, from the file that BENCH_PAGE names.
 * @returns {{ path: string, headers: Record<string, string>, body: Buffer, rows: any[] }}
 */
export function readPage() {
  const page = JSON.parse(readFileSync(process.env.BENCH_PAGE ?? '', 'utf8'));
  return { ...page, body: Buffer.from(page.body, 'base64') };
}

/**
 * As many rows as BENCH_ROWS says, made from the page's own by giving each its own id.
 * @returns {any[]}
 */
export function multiplyRows() {
  const { rows } = readPage();
  const count = Number(process.env.BENCH_ROWS ?? 10_000);
  return Array.from({ length: count }, (_, index) => ({ ...structuredClone(rows[index % rows.length]), id: String(index + 1) }));
}

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
