import { PagewrightError } from '../../src/contract/error.ts';
import { countNoun } from '../../src/contract/text.ts';
import { type Clock, systemClock } from './clock.ts';
import { type Connection, connect } from './connection.ts';
import { createMemo, type Delivery, type DeliveryOptions, deliver, type Memo } from './delivery.ts';
import { type Exchange, recordUnsent, type SentRequest } from './exchange.ts';
import {
  type Budget,
  createAbortError,
  createBudget,
  createPacer,
  joinSignals,
  type Limit,
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
import { addUsualQuery, type BaseUrl, locateLink, locateRequest, type RequestPlace, type ResolvedLink } from './url.ts';
import { createWatch, type Watch } from './watch.ts';

/** How a request is sent. */
export interface SendOptions {
  /** Default: GET. */
  readonly method?: 'GET' | 'HEAD' | 'POST';
  /** The body of a POST: JSON as text. */
  readonly body?: string;
  /** Override those of the target and the role. */
  readonly headers?: HeaderOverrides;
  /** Query parameters in place of those of every request; `undefined` leaves one out. */
  readonly usualQuery?: Readonly<Record<string, string | undefined>>;
  /** Names among `headers` whose values are not secret, such as a made-up token. */
  readonly publicHeaders?: readonly string[];
  /** Whose credentials to send; the target's own by default. */
  readonly role?: string;
  /** Whether the response of an equal earlier request may be returned. */
  readonly memo?: boolean;
  /** Whether to use a new connection, closed afterwards. */
  readonly freshConnection?: boolean;
  /** Whether nothing but a page is expected, so that a 403 with Retry-After is a limit on the rate and waited for. */
  readonly expectsPage?: boolean;
}

/** A request to a path below the base URL, or to a URL. */
export type TargetRequest = SendOptions & RequestPlace;

interface FollowOptions extends SendOptions {
  /** The URL that relative links are resolved against; the base URL by default. */
  readonly from?: string;
}

/** In what a fork differs from its target. */
interface ForkOptions {
  readonly maxRequests?: Limit;
  readonly signal?: AbortSignal;
  /** Gets each request that is not sent since no more may be, as it would have been sent; secrets are redacted. */
  readonly onRefused?: (request: Exchange) => void;
}

/** An implementation under test. */
export interface Target {
  /** Properties of the body that every request of a list by POST sends, by path. */
  readonly bodyParameters: Readonly<Record<string, unknown>>;
  readonly pathParameters: Readonly<Record<string, string>>;
  readonly foreignPathParameters: Readonly<Record<string, string>>;
  readonly roles: ReadonlySet<string>;
  /** Values that some rows are known to have, by filter. */
  readonly known: Readonly<Record<string, readonly string[]>>;
  /** The value of a header that every request sends, secrets included. */
  readHeader(name: string): string | undefined;
  /** The value of a query parameter that every request sends, secrets included. */
  readQuery(name: string): string | undefined;
  /** How many requests are left. */
  readonly remaining: number;
  /** The requests of this target and its forks. */
  readonly usage: Usage;
  /** Where it is; starts an app that is not listening yet. */
  base(): Promise<BaseUrl>;
  /** Its URL, without credentials and final slash; starts an app that is not listening yet. */
  locate(): Promise<string>;
  /** @throws PagewrightError when there is no response; TypeError for an invalid request, such as a missing path parameter */
  send(request: TargetRequest): Promise<TargetResponse>;
  /**
   * Follows a link of a response body; credentials never leave the target's origin.
   *
   * @throws PagewrightError as `send` does; `invalid-link` when no client could follow it
   */
  follow(link: string, options?: FollowOptions): Promise<TargetResponse>;
  /** The same target with its own usage, and optionally a smaller budget. */
  fork(options?: ForkOptions): Target;
  /** Replaces every known secret by `***`. */
  redact(text: string): string;
}

/** A target that has to be closed. */
export interface OpenTarget extends Target {
  /** Aborts pending requests, closes connections, and stops the app if it was started here. */
  close(): Promise<void>;
}

/**
 * Creates a client for the implementation under test. An app is started on a loopback port on the first request.
 *
 * @returns the target; close it at the end
 * @throws TypeError that names the invalid option
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
    bodyParameters: options.bodyParameters ?? {},
    foreignPathParameters: options.foreignPathParameters ?? {},
    known: Object.fromEntries(Object.entries(options.known ?? {}).map(([name, values]) => [name, [values].flat()])),
    pacer: createPacer({ ...settings, clock }),
    memo: createMemo<Delivery>(),
    onRequest: options.onRequest,
    shelf: { room: MAX_KEPT_LENGTH },
    watch: createWatch(),
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

/** In characters, for messages. */
const MAX_LINK_LENGTH = 200;
/** Servers and proxies take some kilobytes; what is longer by far would only fill memory and reports. */
const MAX_URL_LENGTH = 262_144;

/** Shared by a target and its forks. */
interface Shared {
  readonly settings: Settings;
  readonly pathParameters: NonNullable<TargetSettings['pathParameters']>;
  readonly bodyParameters: NonNullable<TargetSettings['bodyParameters']>;
  readonly foreignPathParameters: NonNullable<TargetSettings['foreignPathParameters']>;
  readonly known: Target['known'];
  readonly clock: Clock;
  readonly pacer: Pacer;
  readonly memo: Memo<Delivery>;
  readonly onRequest: TargetSettings['onRequest'];
  /** How many characters of bodies may still be kept. */
  readonly shelf: { room: number };
  readonly watch: Watch;
  /** Opens the target on the first call. */
  readonly open: () => Promise<Connection>;
}

function buildTarget(
  shared: Shared,
  budget: Budget,
  signal: AbortSignal,
  onRefused?: ForkOptions['onRefused'],
): Target {
  const { settings, pathParameters, bodyParameters, foreignPathParameters, known } = shared;

  const open = (): Promise<Connection> => {
    if (signal.aborted) throw createAbortError(signal);
    return shared.open();
  };

  const ask = async (options: SendOptions, locate: (base: BaseUrl) => ResolvedLink): Promise<TargetResponse> => {
    const headers = mergeHeaders(listLayers(settings, options));
    const { base, transport } = await open();
    const { pathAndQuery, rewritten } = addUsualQuery(locate(base), settings.query, options.usualQuery);
    const { method = 'GET', body, freshConnection = false, memo = false, expectsPage = false } = options;
    const content = body === undefined ? {} : { body };
    const sent: SentRequest = {
      method,
      url: base.origin + pathAndQuery,
      headers,
      ...content,
      credentialHeaders: settings.credentialHeaders,
      publicHeaders: new Set([...settings.publicHeaders, ...listNames(options.publicHeaders)]),
      secretQuery: settings.secretQuery,
    };
    if (sent.url.length > MAX_URL_LENGTH) {
      const length = countNoun(sent.url.length, 'character');
      throw new PagewrightError(
        'invalid-link',
        `Invalid link: the URL has ${length}, so that no client could follow it`,
      );
    }
    const request: AttemptRequest = {
      method,
      origin: base.origin,
      pathAndQuery,
      headers: Object.fromEntries([...headers].map(([name, { value }]) => [name, value])),
      ...content,
      freshConnection,
      expectsPage,
    };
    const send = (one: AttemptRequest): Promise<Delivery> => deliver(one, createOptions(transport));
    const run = async (): Promise<Delivery> => {
      if (budget.remaining <= 0) onRefused?.(recordUnsent(sent, settings.redactor));
      shared.onRequest?.({ method, url: settings.redactor.redact(sent.url) });
      return await shared.watch.look(request, send);
    };
    const { value, shared: memoized } = memo
      ? await shared.memo.share(
          createKey(request),
          run,
          (delivery) => isWorthKeeping(delivery) && takeRoom(shared, delivery),
        )
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
    bodyParameters,
    pathParameters,
    foreignPathParameters,
    known,
    roles: new Set(settings.roles.keys()),
    readQuery: (name) => settings.query[name],
    readHeader: (name) => mergeHeaders(settings.layers).get(name.toLowerCase())?.value,
    get remaining() {
      return budget.remaining;
    },
    get usage() {
      return budget.usage;
    },
    base: async () => (await open()).base,
    async locate() {
      const { base } = await open();
      return base.origin + base.prefix;
    },
    send: (request) => ask(request, (base) => requireLink(locateRequest(request, base, pathParameters), request.url)),
    follow: (link, { from, ...options } = {}) =>
      ask(options, (base) => requireLink(locateLink(link, base, readPath(from, base)), link)),
    fork: ({ maxRequests, signal: own, onRefused: refuse } = {}) =>
      buildTarget(shared, budget.fork(maxRequests), own === undefined ? signal : joinSignals([signal, own]), refuse),
    redact: settings.redactor.redact,
  };
}

function listLayers({ layers, roles }: Settings, { role, headers = {}, body }: SendOptions): readonly HeaderLayer[] {
  const content = body === undefined ? {} : { 'content-type': 'application/json' };
  const own: HeaderLayer = { variablePrefix: 'OTHER_', headers: { ...content, ...headers } };
  if (role === undefined) return [...layers, own];
  const layer = roles.get(role);
  if (layer === undefined) throw new TypeError(`Unknown role ${role}: no credentials were given for it`);
  return [...layers, layer, own];
}

/** Path and query of a URL of the target; those of the base URL by default. */
function readPath(url: string | undefined, base: BaseUrl): string {
  const start = `${base.prefix}/`;
  if (url === undefined) return start;
  if (url.startsWith(`${base.origin}/`)) return url.slice(base.origin.length);
  return locateLink(url, base, start)?.pathAndQuery ?? start;
}

function createKey({ method, pathAndQuery, headers, body }: AttemptRequest): string {
  return JSON.stringify([method, pathAndQuery, Object.entries(headers).sort(), body]);
}

/** In characters, of all responses that are kept to be given again. */
const MAX_KEPT_LENGTH = 16_000_000;

function takeRoom({ shelf }: Shared, { outcome }: Delivery): boolean {
  const size = outcome.kind === 'answered' ? outcome.text.length : 0;
  if (size > shelf.room) return false;
  shelf.room -= size;
  return true;
}

/** Failures may pass, so they are not shared. */
function isWorthKeeping({ outcome }: Delivery): boolean {
  return outcome.kind === 'answered' && outcome.status < 500 && outcome.status !== 429;
}

function listNames(headers: readonly string[] = []): readonly string[] {
  return headers.map((name) => name.toLowerCase());
}
