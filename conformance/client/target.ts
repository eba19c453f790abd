import { PagewrightError } from '../../src/contract/error.ts';
import { type Clock, systemClock } from './clock.ts';
import { type Connection, connect } from './connection.ts';
import { createMemo, type Delivery, type DeliveryOptions, deliver, type Memo } from './delivery.ts';
import type { SentRequest } from './exchange.ts';
import {
  type Budget,
  createAbortError,
  createBudget,
  createPacer,
  joinSignals,
  type Pacer,
  type Usage,
} from './pacing.ts';
import { concludeDelivery, type TargetResponse } from './response.ts';
import {
  type HeaderLayer,
  type HeaderOverrides,
  mergeHeaders,
  readSettings,
  type Settings,
  type TargetOptions,
  type TargetSettings,
} from './settings.ts';
import type { AttemptRequest } from './transport.ts';
import { type BaseUrl, locateLink, locateRequest, type RequestPlace, type ResolvedLink } from './url.ts';

/** How a request is sent, wherever it goes. */
export interface SendOptions {
  /** GET, unless said otherwise. */
  readonly method?: 'GET' | 'HEAD';
  /** Above those of the target and of the role. */
  readonly headers?: HeaderOverrides;
  /** Names among `headers` whose values the check made up, so that they may be shown: a token that cannot be valid. */
  readonly publicHeaders?: readonly string[];
  /** Whose credentials; the target's own, unless said otherwise. */
  readonly role?: string;
  /** May be answered by what the same request brought before, or brings already; costs nothing then. */
  readonly memo?: boolean;
  /** On a new connection, closed afterwards. */
  readonly freshConnection?: boolean;
}

/** A request below the base URL, or to a URL taken from somewhere. */
export type TargetRequest = SendOptions & RequestPlace;

export interface FollowOptions extends SendOptions {
  /** The URL of the response that holds the link, for relative ones; the base URL, unless said otherwise. */
  readonly from?: string;
}

/** An implementation under test. */
export interface Target {
  readonly pathParameters: Readonly<Record<string, string>>;
  readonly foreignPathParameters: Readonly<Record<string, string>>;
  readonly roles: ReadonlySet<string>;
  /** The value of a header that every request carries, as it was given; for requests that bend it. */
  readHeader(name: string): string | undefined;
  /** How many requests are left, here and in all it shares a budget with. */
  readonly remaining: number;
  /** What was spent through this target and its forks. */
  readonly usage: Usage;
  /** Where it is, without credentials and without a final slash; starts an app that is not listening yet. */
  locate(): Promise<string>;
  /** @throws PagewrightError when no response came; TypeError when the request makes no sense (a path parameter is missing). */
  send(request: TargetRequest): Promise<TargetResponse>;
  /**
   * Asks for a link of a body with the same credentials, which never leave the target's origin.
   *
   * @throws PagewrightError as `send` does; `invalid-link` when the text is no link that a client could follow
   */
  follow(link: string, options?: FollowOptions): Promise<TargetResponse>;
  /** The same target with a count of its own, and possibly a smaller budget. */
  fork(options?: { readonly maxRequests?: number; readonly signal?: AbortSignal }): Target;
  /** The text with every known secret replaced by `***`. */
  redact(text: string): string;
}

/** A target and the right to end it. */
export interface OpenTarget extends Target {
  /** Closes connections, and the app if it was started here; what is under way is aborted. */
  close(): Promise<void>;
}

/**
 * Makes an implementation under test reachable: an app, which is started on a loopback port when it is first needed, or
 * whatever answers at a base URL.
 *
 * @param options - where it is, who asks, and how much may be asked of it
 * @returns the target; whoever made it closes it
 * @throws TypeError that says which option is wrong and what would be right
 */
export function createTarget(options: TargetOptions): OpenTarget {
  const settings = readSettings(options);
  const clock = options.clock ?? systemClock;
  const closing = new AbortController();
  let connection: Promise<Connection> | undefined;
  const shared = {
    settings,
    clock,
    pathParameters: options.pathParameters ?? {},
    foreignPathParameters: options.foreignPathParameters ?? {},
    pacer: createPacer({ ...settings, clock }),
    memo: createMemo<Delivery>(),
    open: () => {
      connection ??= connect(options, settings);
      return connection;
    },
  };
  const target = buildTarget(shared, createBudget(settings.maxRequests), joinSignals([closing.signal, options.signal]));
  return Object.assign(target, {
    async close() {
      closing.abort(new Error('the target was closed'));
      await connection?.then(
        (opened) => opened.close(),
        () => {},
      );
    },
  });
}

/** Of a link that cannot be followed, in characters. */
const MAX_LINK_LENGTH = 200;

/** What a target and its forks have in common. */
interface Shared {
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
function buildTarget(shared: Shared, budget: Budget, signal: AbortSignal): Target {
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
    const run = (): Promise<Delivery> => deliver(request, createOptions(transport));
    const { value, shared: memoized } = memo
      ? await shared.memo.share(createKey(request), run, isWorthKeeping)
      : { value: await run(), shared: false };
    return concludeDelivery(value, { sent, rewritten, memoized, redactor: settings.redactor });
  };

  const createOptions = (transport: Connection['transport']): DeliveryOptions => ({
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
    const shown = JSON.stringify(settings.redactor.redact(link).slice(0, MAX_LINK_LENGTH));
    throw new PagewrightError('invalid-link', `Invalid link ${shown}: no client could follow it`);
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
  if (layer === undefined) throw new TypeError(`Unknown role ${role}: no credentials were given for it`);
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
