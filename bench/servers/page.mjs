import { readFileSync } from 'node:fs';
import { findRows } from '../pages.mjs';

/**
 * The pages that a bare server sends, from the file that BENCH_PAGES names.
 * @returns {Array<{ path: string, headers: Record<string, string>, body: Buffer }>}
 */
export function readPages() {
  const file = process.env.BENCH_PAGES ?? '';
  const bodies = readFileSync(`${file}.bodies`);
  let start = 0;
  return JSON.parse(readFileSync(file, 'utf8')).map(({ path, headers, bytes }) => {
    // A copy of its own, as a page that is kept has: a slice of one large buffer would lie beside its neighbours.
    const body = Buffer.from(bodies.subarray(start, start + bytes));
    start += bytes;
    return { path, headers, body };
  });
}

/** The first of them, with its rows: what the other mock servers are filled from. */
export function readPage() {
  const [page] = readPages();
  return { ...page, rows: findRows(JSON.parse(page.body.toString('utf8'))) };
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
