import type { Exchange } from '../admin/activity-types.ts';
import { base, markHeaders } from '../admin/client.ts';
import type { ContractDescription, Headers } from '../admin/contract-types.ts';

/** A request that the page sends as a client would. */
export interface Sent {
  readonly status: number;
  readonly bytes: number;
}

/** The address of a request below this page's own origin, whatever name the client called the mock by. */
export function addressBelow({ request }: Exchange, query?: string): string {
  const { pathname, search } = new URL(request.url);
  const prefix = new URL(base).pathname.replace(/\/$/, '');
  const path = pathname.startsWith(prefix) ? pathname : `${prefix}${pathname}`;
  return `${new URL(base).origin}${path}${query === undefined ? search : query === '' ? '' : `?${query}`}`;
}

/** The headers of a request by which it says who asks and for what, with the credentials that the journal does not show. */
export function headersOf({ request }: Exchange, { headers, credentials }: ContractDescription, as?: Caller): Headers {
  const known = { ...headers, ...findCredential(credentials, as) };
  const sent: Record<string, string> = {};
  for (const [name, value] of Object.entries(known)) {
    const given = request.headers[name.toLowerCase()];
    if (given !== undefined) sent[name] = given.includes('***') ? value : given;
  }
  const type = request.headers['content-type'];
  return { ...sent, ...(request.body !== undefined && type !== undefined && { 'Content-Type': type }) };
}

interface Caller {
  readonly as: string;
  readonly tenant: string;
}

/** The headers of a credential. */
function findCredential(credentials: ContractDescription['credentials'], as: Caller | undefined): Headers {
  return credentials.find((one) => one.as === as?.as && one.tenant === as?.tenant)?.headers ?? {};
}

/** Sends a request to the list, marked as the console's own. */
export async function sendToList(
  url: string,
  {
    method = 'GET',
    headers,
    body,
  }: { readonly method?: string; readonly headers: Headers; readonly body?: string | undefined },
): Promise<Sent> {
  const response = await fetch(url, {
    method,
    headers: markHeaders(headers),
    cache: 'no-store',
    credentials: 'omit',
    ...(body !== undefined && { body }),
  });
  const text = await response.text();
  return { status: response.status, bytes: text.length };
}
