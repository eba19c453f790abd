import type { Report } from '../../../conformance/result.ts';
import { finish } from '../../store/work.ts';
import { runs } from '../../testing/runs.ts';
import { listBrokenRules } from '../adjusted-report.ts';
import { auditClient } from '../audit-client.ts';
import type { Reads } from '../rules/client-rule.ts';
import { type Client, type Interceptor, openSession, runClients, type Session } from './session.ts';

import type { Target } from './target.ts';

/** Lets clients loose on a list, one after the other's request, and audits them. */
export function judge(
  target: Target,
  clients: readonly Client[],
  options: {
    readonly intercept?: Interceptor;
    readonly choose?: (count: number) => number;
    readonly reads?: Reads;
  } = {},
): Report {
  const session = openSession(target.mock, options.intercept);
  runClients(session, clients, options.choose);
  return auditSession(session, { reads: options.reads });
}

export function auditSession(
  { exchanges, contract }: Session,
  more: { readonly dropped?: number; readonly secrets?: readonly string[]; readonly reads?: Reads | undefined } = {},
): Report {
  return finish(auditClient(exchanges, { contracts: [contract], target: 'http://mock.test', ...more }));
}

/** The rules that a client broke, with why: `{ 'follow-links': 'GET … asks for …' }`. */
export function listBroken(report: Report): Readonly<Record<string, string>> {
  return Object.fromEntries(listBrokenRules(report).map(({ id, reason }) => [id.split('.client.')[1], reason]));
}

/** The verdict on a rule. */
export function verdictOn(report: Report, rule: string): string | undefined {
  return report.results.find(({ id }) => id.endsWith(`.client.${rule}`))?.verdict;
}

/** Numbers below a count, in order: all of them in CI, about a tenth in `npm test`. */
export function sample(count: number): readonly number[] {
  const step = Math.max(1, Math.floor(count / runs(count)));
  return Array.from({ length: count }, (_, index) => index).filter((index) => index > 0 && index % step === 0);
}
