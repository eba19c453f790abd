import { PagewrightError } from '../../contract/error.ts';
import { didYouMean } from '../../contract/text.ts';
import type { CheckSettings } from '../control/check-run.ts';
import { REPORT_FORMS, type ReportForm } from '../control/checks.ts';
import { whenGone } from '../http/response.ts';
import { type AdminCall, type AdminRoute, readText } from './call.ts';

const SETTINGS = [
  'contract',
  'baseUrl',
  'headers',
  'query',
  'parameters',
  'foreignParameters',
  'roles',
  'only',
  'profile',
  'seed',
  'maxRequests',
];

/** Runs of the suite. */
export const checkRoutes: readonly AdminRoute[] = [
  { method: 'get', path: '/checks', run: ({ session }) => session.checks.list() },
  {
    method: 'post',
    path: '/checks',
    body: SETTINGS,
    status: 201,
    run: ({ session, body }) => session.checks.start(readSettings(body)),
  },
  {
    method: 'get',
    path: '/checks/:check',
    run: async (call) => {
      const { report, ...run } = call.session.checks.read(readId(call));
      return {
        ...run,
        ...(report !== undefined && { report: JSON.parse(call.session.checks.report(run.id, 'json')) }),
      };
    },
  },
  {
    method: 'delete',
    path: '/checks/:check',
    begins: false,
    run: (call) => call.session.checks.stop(readId(call)),
  },
  { method: 'get', path: '/checks/:check/report', query: ['form'], send: sendReport },
  {
    method: 'get',
    path: '/checks/:check/windows/:requirement',
    run: (call) => call.session.checks.windows(readId(call), call.part('requirement')),
  },
  {
    method: 'get',
    path: '/checks/:check/difference/:from',
    run: (call) => call.session.checks.compare(readId(call, 'from'), readId(call)),
  },
  { method: 'get', path: '/checks/:check/stream', send: sendProgress },
];

function readId({ part }: AdminCall, name = 'check'): number {
  const id = part(name);
  if (/^\d{1,9}$/.test(id)) return Number(id);
  throw new PagewrightError('unknown-check', `Unknown check ${id}: its id is a number`);
}

const TYPES: Readonly<Record<ReportForm, string>> = {
  json: 'application/json',
  html: 'text/html; charset=utf-8',
  markdown: 'text/markdown; charset=utf-8',
  junit: 'application/xml',
};

function sendReport(call: AdminCall): void {
  const { form = 'json' } = call.query;
  const known = REPORT_FORMS.find((one) => one === form);
  if (known === undefined) {
    throw new PagewrightError('invalid-request', `Unknown form ${form}${didYouMean(form, REPORT_FORMS)}`);
  }
  const id = readId(call);
  const text = call.session.checks.report(id, known);
  // It shows what a server said that nobody vouches for, on the origin of this API.
  const headers = {
    'Content-Type': TYPES[known],
    'Content-Security-Policy': "sandbox; default-src 'none'; style-src 'unsafe-inline'",
  };
  call.response.writeHead(200, {
    ...headers,
    'Content-Disposition': `attachment; filename="check-${id}.${EXTENSIONS[known]}"`,
  });
  call.response.end(call.request.method === 'HEAD' ? undefined : text);
}

const EXTENSIONS: Readonly<Record<ReportForm, string>> = { json: 'json', html: 'html', markdown: 'md', junit: 'xml' };

/** How often the state is sent at most, in milliseconds. */
const PROGRESS_INTERVAL = 100;

/**
 * Sends a run as server-sent events: `result` for each requirement as it is decided, those of before first; `progress` with its state, ten
 * times a second at most; `end` with the last state, after which the stream ends.
 */
function sendProgress(call: AdminCall): void {
  const { request, response, session } = call;
  const id = readId(call);
  session.checks.read(id);
  response.writeHead(200, { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-store' });
  if (request.method === 'HEAD') return void response.end();
  const send = (name: string, data: unknown): void => {
    response.write(`event: ${name}\ndata: ${JSON.stringify(data)}\n\n`);
  };
  let sent = 0;
  const stop = session.checks.follow(id, {
    progress(run) {
      const now = performance.now();
      if (now - sent < PROGRESS_INTERVAL || response.writableNeedDrain) return;
      sent = now;
      send('progress', run);
    },
    result: ({ id: name, title, level, verdict, reason, area }) => {
      send('result', { id: name, title, level, verdict, reason, area });
    },
    end(run) {
      send('end', run);
      response.end();
    },
  });
  whenGone(request, response, stop);
}

function readSettings(body: AdminCall['body']): CheckSettings {
  const { contract, baseUrl, only, profile, seed, maxRequests, roles } = body;
  const texts = ['headers', 'query', 'parameters', 'foreignParameters'].map((name) => [
    name,
    readTexts(name, body[name]),
  ]);
  return {
    ...Object.fromEntries(texts),
    ...(contract !== undefined && { contract: readText('contract', contract, '"orders"') }),
    ...(baseUrl !== undefined && { baseUrl: readText('baseUrl', baseUrl, '"https://staging.example/api"') }),
    ...(only !== undefined && { only: readNames(only) }),
    ...(profile !== undefined && { profile: readText('profile', profile, '"quick"') as 'quick' }),
    ...(seed !== undefined && { seed: readNumber('seed', seed) }),
    ...(maxRequests !== undefined && { maxRequests: readNumber('maxRequests', maxRequests) }),
    ...(roles !== undefined && { roles: readRoles(roles) }),
  };
}

function readNumber(name: string, value: unknown): number {
  if (typeof value === 'number') return value;
  throw new PagewrightError('invalid-request', `Invalid ${name} ${JSON.stringify(value)}: must be a number`);
}

function readNames(value: unknown): readonly string[] {
  if (Array.isArray(value) && value.every((one) => typeof one === 'string')) return value;
  throw new PagewrightError('invalid-request', 'Invalid only: must be a list of ids of requirements');
}

/** Credentials may be among them, so that no message repeats them. */
function readTexts(name: string, value: unknown): Readonly<Record<string, string>> | undefined {
  if (value === undefined) return undefined;
  const isMap = typeof value === 'object' && value !== null && !Array.isArray(value);
  if (isMap && Object.values(value).every((one) => typeof one === 'string')) return value as Record<string, string>;
  throw new PagewrightError('invalid-request', `Invalid ${name}: must be an object whose values are strings`);
}

function readRoles(value: unknown): Readonly<Record<string, Readonly<Record<string, string>>>> {
  const isMap = typeof value === 'object' && value !== null && !Array.isArray(value);
  if (!isMap) throw new PagewrightError('invalid-request', 'Invalid roles: must be an object from roles to headers');
  return Object.fromEntries(
    Object.entries(value).map(([role, headers]) => [role, readTexts(`roles.${role}`, headers) ?? {}]),
  );
}
