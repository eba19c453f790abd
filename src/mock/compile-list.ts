import type { Contract } from '../contract/contract.ts';
import { createPager } from '../page/create-pager.ts';
import type { Pager } from '../page/pager.ts';
import { createErrorRenderer, type ErrorRenderer } from './create-error-renderer.ts';
import { createPageWriter, type PageWriter } from './create-page-writer.ts';
import { createPathMatcher, type PathMatch } from './create-path-matcher.ts';
import { createRequestChecker, type RequestChecker } from './create-request-checker.ts';
import type { Headers } from './message.ts';

/** What a contract's answers are made with, whatever the world: nothing here changes what is answered. */
interface CompiledList {
  readonly pager: Pager;
  readonly matchPath: (path: string) => PathMatch;
  readonly checkRequest: RequestChecker;
  readonly writePage: PageWriter;
  readonly renderError: ErrorRenderer;
  /** Of a page. */
  readonly headers: Headers;
}

const compiled = new WeakMap<Contract, Map<string, CompiledList>>();

/**
 * Compiles the answers of a contract. With the same contract and key they are compiled once, so that any number of mocks
 * share the queries and tokens that they have read.
 *
 * @param key - the secret that seals tokens
 */
export function compileList(contract: Contract, key: string | Uint8Array): CompiledList {
  const byKey = compiled.get(contract) ?? new Map<string, CompiledList>();
  compiled.set(contract, byKey);
  const name = Buffer.from(key).toString('latin1');
  const known = byKey.get(name);
  if (known !== undefined) return known;
  const pager = createPager(contract, key);
  const list: CompiledList = {
    pager,
    matchPath: createPathMatcher(contract.path),
    checkRequest: createRequestChecker(contract, pager),
    writePage: createPageWriter(contract),
    renderError: createErrorRenderer(contract),
    headers: [['Content-Type', contract.mediaType], ...contract.headers],
  };
  byKey.set(name, list);
  return list;
}
