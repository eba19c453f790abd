import type { LinkChange } from '../links.ts';
import type { Misdirection } from '../traces/trace.ts';
import { describeRequest } from './client-rule.ts';

/** The request, with the session that it came to where that is another one. */
export function describeMisdirected({ offer, exchange }: Misdirection): string {
  const { session } = exchange;
  const line = describeRequest(exchange);
  return session === offer.from.exchange.session ? line : line.replace(/\)$/, ` of the session ${session})`);
}

/** The path that the page led to, and the one that was requested; each with the prefix of its session where they differ in that. */
export function describePathChange({ offer: { from, link }, exchange: { request } }: Misdirection): {
  readonly name: 'path';
} & Required<LinkChange> {
  const given = link?.path ?? from.path;
  const [before, after] = [from.exchange.request.origin, request.origin].map((origin) => {
    return new URL(origin).pathname.replace(/\/$/, '');
  });
  if (before === after) return { name: 'path', given, sent: request.path };
  return { name: 'path', given: `${before}${given}`, sent: `${after}${request.path}` };
}
