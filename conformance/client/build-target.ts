import type { Clock } from './clock.ts';
import { concludeDelivery } from './conclude-delivery.ts';
import { type HeaderLayer, mergeHeaders } from './evidence/merge-headers.ts';
import type { SentRequest } from './evidence/record-exchange.ts';
import type { AttemptRequest } from './http/attempt.ts';
import type { Connection } from './http/connect.ts';
import { createAbortError } from './pace/create-abort-error.ts';
import type { Budget } from './pace/create-budget.ts';
import type { Memo } from './pace/create-memo.ts';
import type { Pacer } from './pace/create-pacer.ts';
import { type Delivery, deliver, type Line } from './pace/deliver.ts';
import { joinSignals } from './pace/join-signals.ts';
import type { Settings } from './read-settings.ts';
import type { SendOptions, Target, TargetResponse, TargetSettings } from './target.ts';
import { TargetError } from './target-error.ts';
import type { BaseUrl } from './url/base-url.ts';
import { locateLink, locateRequest } from './url/locate-request.ts';
import type { ResolvedLink } from './url/resolve-link.ts';

/** Of a link that cannot be followed, in characters. */
const SHOWN_LINK = 200;

/** What a target and its forks have in common. */
export interface Shared {
  readonly settings: Settings;
  readonly pathParameters: NonNullable<TargetSettings['pathParameters']>;
  readonly foreignPathParameters: NonNullable<TargetSettings['foreignPathParameters']>;
  readonly clock: Clock;
  readonly pacer: Pacer;
  readonly memo: Memo<Delivery>;
  /** Opens the target when first called. */
  readonly open: () => Promise<Connection>;
}

/**
 * Makes a view on a target.
 *
 * @param shared - what all views have in common
 * @param budget - of this view
 * @param signal - ends what goes through this view
 */
export function buildTarget(shared: Shared, budget: Budget, signal: AbortSignal): Target {
  const { settings, pathParameters, foreignPathParameters } = shared;

  const open = (): Promise<Connection> => {
    if (signal.aborted) throw createAbortError(signal);
    return shared.open();
  };

  const ask = async (options: SendOptions, locate: (base: BaseUrl) => ResolvedLink): Promise<TargetResponse> => {
    const headers = mergeHeaders(listLayers(settings, options));
    const { base, transport } = await open();
    const { pathAndQuery, rewritten } = locate(base);
    const { method = 'GET', freshConnection = false, memo = false } = options;
    const sent: SentRequest = {
      method,
      url: base.origin + pathAndQuery,
      headers,
      credentialHeaders: settings.credentialHeaders,
      publicHeaders: new Set([...settings.publicHeaders, ...listNames(options.publicHeaders)]),
    };
    const request: AttemptRequest = {
      method,
      origin: base.origin,
      pathAndQuery,
      headers: Object.fromEntries([...headers].map(([name, { value }]) => [name, value])),
      freshConnection,
    };
    const run = (): Promise<Delivery> => deliver(request, createLine(transport));
    const { value, shared: memoized } = memo
      ? await shared.memo.share(createKey(request), run, isWorthKeeping)
      : { value: await run(), shared: false };
    return concludeDelivery(value, { sent, rewritten, memoized, redactor: settings.redactor });
  };

  const createLine = (transport: Connection['transport']): Line => ({
    pacer: shared.pacer,
    budget,
    signal,
    maxWaitMs: settings.maxWaitMs,
    transport: {
      ...transport,
      clock: shared.clock,
      timeoutMs: settings.timeoutMs,
      maxBodyBytes: settings.maxBodyBytes,
    },
  });

  const requireLink = (resolved: ResolvedLink | undefined, link = ''): ResolvedLink => {
    if (resolved !== undefined) return resolved;
    const shown = JSON.stringify(settings.redactor.redact(link).slice(0, SHOWN_LINK));
    throw new TargetError('invalid-link', `${shown} is no link that a client could follow`);
  };

  return {
    pathParameters,
    foreignPathParameters,
    roles: new Set(settings.roles.keys()),
    readHeader: (name) => mergeHeaders(settings.layers).get(name.toLowerCase())?.value,
    get remaining() {
      return budget.remaining;
    },
    get usage() {
      return budget.usage;
    },
    async locate() {
      const { base } = await open();
      return base.origin + base.prefix;
    },
    send: (request) => ask(request, (base) => requireLink(locateRequest(request, base, pathParameters), request.url)),
    follow: (link, { from, ...options } = {}) =>
      ask(options, (base) => requireLink(locateLink(link, base, readPath(from, base)), link)),
    fork: ({ maxRequests, signal: own } = {}) =>
      buildTarget(shared, budget.fork(maxRequests), own === undefined ? signal : joinSignals([signal, own])),
    redact: settings.redactor.redact,
  };
}

function listLayers({ layers, roles }: Settings, { role, headers = {} }: SendOptions): readonly HeaderLayer[] {
  const own: HeaderLayer = { variablePrefix: 'OTHER_', headers };
  if (role === undefined) return [...layers, own];
  const layer = roles.get(role);
  if (layer === undefined) throw new TypeError(`nobody gave credentials of the role "${role}"`);
  return [...layers, layer, own];
}

/** Path and query of a URL at the target; the base URL's when there is none. */
function readPath(url: string | undefined, base: BaseUrl): string {
  const start = `${base.prefix}/`;
  if (url === undefined) return start;
  if (url.startsWith(`${base.origin}/`)) return url.slice(base.origin.length);
  return locateLink(url, base, start)?.pathAndQuery ?? start;
}

function createKey({ method, pathAndQuery, headers }: AttemptRequest): string {
  return JSON.stringify([method, pathAndQuery, Object.entries(headers).sort()]);
}

/** What may be otherwise the next time is asked again. */
function isWorthKeeping({ outcome }: Delivery): boolean {
  return outcome.kind === 'answered' && outcome.status < 500 && outcome.status !== 429;
}

function listNames(headers: readonly string[] = []): readonly string[] {
  return headers.map((name) => name.toLowerCase());
}
