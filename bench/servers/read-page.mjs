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
