import type { Contract, Provenance } from '../../contract/contract.ts';
import { PagewrightError } from '../../contract/error.ts';

import { restsOn } from '../../contract/provenance.ts';
import { didYouMean } from '../../contract/text.ts';
import { hasCounts, hasLinks } from '../../page/page-reader.ts';
import { FAULT_KINDS, FAULT_SCHEMA, type Fault, type FaultKind, listParameters, summarizeFault } from './kinds.ts';
import { canCycle } from './page-effects.ts';

/** Whether a server that has a fault conforms to its contract. */
interface Judgement {
  /** `not-applicable`: no list of the contract can have it. */
  readonly verdict: 'allowed' | 'not-allowed' | 'not-applicable';
  /** How binding the rule is that it breaks. */
  readonly breaks: Provenance | 'nothing';
  /** In a sentence, without a full stop. */
  readonly reason: string;
}

type Judge = (contract: Contract) => Judgement;

/** Whether a server that has a fault of a kind conforms to a contract. */
export function judgeFault(kind: FaultKind, contract: Contract): Judgement {
  return JUDGES[kind](contract);
}

function allow(reason: string): Judgement {
  return { verdict: 'allowed', breaks: 'nothing', reason };
}

function forbid(breaks: Provenance, reason: string): Judgement {
  return { verdict: 'not-allowed', breaks, reason };
}

function exclude(reason: string): Judgement {
  return { verdict: 'not-applicable', breaks: 'nothing', reason };
}

/** What says where pages lie: the next link, or the position that a client counts itself. */
function markOfWalk(contract: Contract): Provenance {
  return restsOn(hasLinks(contract) ? 'page/next' : 'page/position')(contract);
}

const judgePartialPage: Judge = (contract) => {
  if (!hasCounts(contract))
    return allow('pages do not have to be full: the link or token leads to the rows that follow');
  const { limit, position } = contract.page;
  return forbid(
    restsOn('page/limit', 'page/position')(contract),
    `${position} and ${limit.parameter ?? 'the page size'} determine which rows a page has, so that missing rows are lost`,
  );
};

const JUDGES: Readonly<Record<FaultKind, Judge>> = {
  latency: () => allow('no contract says how soon a response comes'),
  'slow-drip': () => allow('no contract says how soon a response comes'),
  'connection-reset': () => allow('a connection may fail, whatever the server does'),
  'truncated-body': () => allow('a connection may fail within a body; Content-Length shows that it did'),
  'malformed-json': (contract) =>
    forbid(restsOn('items')(contract), `a page is ${contract.mediaType}, and its items are JSON`),
  'server-error': ({ responseSchemas }) => {
    const listed = [...responseSchemas.keys()].filter((status) => status >= 500);
    if (listed.length > 0) return allow(`the document lists ${listed.join(', ')}`);
    return allow('the document lists no 5xx status and rules none out: a gateway in front of a server may fail');
  },
  'rate-limit': (contract) => {
    if (!contract.errors.has('rateLimited'))
      return forbid('chosen', 'the document has no 429; to take that for never is a choice');
    return allow(`429 with Retry-After is ${contract.provenanceOf(['errors', 'rateLimited']).mark}`);
  },
  'expired-link': (contract) => {
    const { page } = contract;
    if (hasCounts(contract)) return exclude('page numbers and offsets cannot expire');
    if (page.style !== 'links' && page.style !== 'keyset') return exclude('keys of rows cannot expire');
    if (page.token.lifetime === undefined) return forbid(markOfWalk(contract), 'its tokens have no lifetime');
    return allow(`its tokens have a lifetime, and the response to an expired one is ${markOfExpiry(contract)}`);
  },
  'repeated-page': (contract) => forbid(markOfWalk(contract), 'a walk returns every row once'),
  cycle: (contract) => {
    if (!hasLinks(contract)) return exclude('its pages have no links or tokens');
    if (!canCycle(contract)) return exclude('the key of a row leads to the rows after it');
    return forbid(markOfWalk(contract), 'a walk ends');
  },
  'empty-page': judgePartialPage,
  'short-page': judgePartialPage,
  'row-inserted': () => allow('rows may be inserted while a client reads'),
  'row-deleted': () => allow('rows may be deleted while a client reads'),
  'total-changed': (contract) => {
    if (!contract.envelope.roles.has('total')) return exclude('its pages have no total');
    return forbid(restsOn('total')(contract), 'the total counts the matching rows, whose number does not change');
  },
};

function markOfExpiry(contract: Contract): Provenance {
  const condition = contract.errors.has('expiredPosition') ? 'expiredPosition' : 'invalidPosition';
  return contract.provenanceOf(['errors', condition]).mark;
}

/**
 * Requires that a fault applies to a list.
 *
 * @param contracts - of the lists
 * @throws {PagewrightError} `unknown-contract` when it is for another one, `not-applicable` when it applies to none of them
 */
export function requireApplicable(fault: Fault, contracts: readonly Contract[]): void {
  const concerned = contracts.filter(({ id }) => fault.contract === undefined || fault.contract === id);
  if (fault.contract !== undefined && concerned.length === 0) {
    const ids = contracts.map(({ id }) => id);
    throw new PagewrightError(
      'unknown-contract',
      `Unknown contract ${fault.contract}${didYouMean(fault.contract, ids)}`,
    );
  }
  requireOperation(fault, concerned);
  const judgements = concerned.map((contract) => ({ id: contract.id, ...judgeFault(fault.kind, contract) }));
  if (judgements.some(({ verdict }) => verdict !== 'not-applicable')) return;
  const reasons = judgements.map(({ id, reason }) => `${id}: ${reason}`).join('; ');
  throw new PagewrightError(
    'not-applicable',
    `Fault ${fault.kind} does not apply to any served list${reasons && `; ${reasons}`}`,
  );
}

/** Whether a name is that of the list's own operation. */
export function namesList(contract: Contract, name: string): boolean {
  return name === 'list' || name === readOperationId(contract);
}

function readOperationId({ document, path, method }: Contract): string | undefined {
  const paths = (document.paths ?? {}) as Readonly<Record<string, Readonly<Record<string, { operationId?: string }>>>>;
  return paths[path]?.[method.toLowerCase()]?.operationId;
}

function requireOperation({ kind, operation: name }: Fault, contracts: readonly Contract[]): void {
  if (name === undefined) return;
  if (contracts.some((contract) => namesList(contract, name))) return;
  const operations = contracts.flatMap((contract) => contract.operations);
  const isKnown = operations.some(({ kind: what, operationId }) => name === what || name === operationId);
  if (!isKnown) {
    const names = ['list', ...new Set(operations.map(({ kind: what, operationId }) => operationId ?? what))];
    throw new PagewrightError('not-applicable', `Unknown operation ${name}: the served lists have ${names.join(', ')}`);
  }
  if (ON_PAGES.has(kind)) {
    throw new PagewrightError('not-applicable', `Fault ${kind} does not apply to ${name}, which has no pages`);
  }
}

const ON_PAGES: ReadonlySet<FaultKind> = new Set([
  'expired-link',
  'repeated-page',
  'cycle',
  'empty-page',
  'short-page',
  'row-inserted',
  'row-deleted',
  'total-changed',
]);

/** One kind of fault, for those who choose one. */
export interface FaultDescription {
  readonly kind: FaultKind;
  /** In a sentence, without a full stop. */
  readonly summary: string;
  /** What each of its parameters means, by name. */
  readonly parameters: Readonly<Record<string, string>>;
  /** Whether a server that has it conforms, by contract id. */
  readonly contracts: Readonly<Record<string, Judgement>>;
}

/** Describes every kind of fault, and whether contracts allow it. */
export function describeFaults(contracts: readonly Contract[]): readonly FaultDescription[] {
  const schemas = FAULT_SCHEMA['properties'] as Readonly<Record<string, { readonly description: string }>>;
  return FAULT_KINDS.map((kind) => ({
    kind,
    summary: summarizeFault(kind),
    parameters: Object.fromEntries(listParameters(kind).map((name) => [name, schemas[name]?.description ?? ''])),
    contracts: Object.fromEntries(contracts.map((contract) => [contract.id, judgeFault(kind, contract)])),
  }));
}
