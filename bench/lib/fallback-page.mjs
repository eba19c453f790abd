import { createRandom } from './statistics.mjs';

const COUNTRIES = ['AR', 'BR', 'CL', 'CO', 'MX', 'PE', 'UY'];

/**
 * The page that bare servers and peers send when pagewright itself is not measured: 20 rows, about 10 KB.
 * @returns {import('./pages.mjs').Page}
 */
export function createFallbackPage() {
  const random = createRandom(1);
  const rows = Array.from({ length: 20 }, (_, index) => createRow(index + 1, random));
  const body = { count: 1_000_000, next: 'http://localhost/customers/?page=2', previous: null, results: rows };
  return {
    contract: 'piriod',
    path: '/customers/',
    requestHeaders: { authorization: 'Token 0123456789abcdef', 'x-simple-workspace': 'workspace-1' },
    headers: { 'content-type': 'application/json' },
    body: Buffer.from(JSON.stringify(body)),
    rows,
  };
}

function createRow(index, random) {
  const text = (length) => Array.from({ length }, () => Math.floor(random() * 36).toString(36)).join('');
  const created = new Date(1_750_000_000_000 - index * 3_600_000).toISOString();
  return {
    id: `cus_${text(14)}`,
    object: 'customer',
    name: `Customer ${text(12)}`,
    email: `${text(10)}@example.com`,
    phone: `+56 9 ${Math.floor(random() * 90_000_000) + 10_000_000}`,
    tax_id: text(9),
    country: { id: COUNTRIES[Math.floor(random() * COUNTRIES.length)], has_regulation: true },
    address: `${text(18)}, ${text(8)}, ${text(6)} ${text(7)}`,
    subscriptions: [`sub_${text(14)}`],
    sources: [`src_${text(14)}`],
    metadata: { segment: text(6), owner: text(8) },
    total_paid: Math.floor(random() * 1_000_000) / 100,
    total_due: Math.floor(random() * 100_000) / 100,
    created,
    updated: created,
  };
}
