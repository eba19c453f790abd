import type { Contract, Limit, Page } from '../../src/contract/contract.ts';
import type { Ledger } from '../ledger.ts';
import { type Answer, hasPage, haveSameRows, type PageAnswer } from '../list/answer.ts';
import type { ListClient } from '../list/client.ts';
import { EVERYTHING } from '../list/query.ts';
import { locateNeighbour } from '../list/walk.ts';

/** Larger pages reveal nothing new. */
export const MAX_PAGE_SIZE = 100;

/**
 * Finds out by the target itself what its contract is silent on and a client has to know: from which number positions are counted,
 * how large a page is without a size, and how large it may be. What the contract says is left as it is, right or wrong.
 *
 * @param list - of the target, as the contract reads
 * @param opening - the first page, requested without any parameter
 * @returns the contract with what was found out in place of what was assumed
 */
export async function completeContract(list: ListClient, opening: PageAnswer): Promise<Contract> {
  const { contract } = list;
  const page = await findFirst(list, opening);
  const limit = await findLimit(list, opening);
  return page === contract.page && limit === contract.page.limit ? contract : { ...contract, page: { ...page, limit } };
}

/** Whether neither the block nor OpenAPI says it. */
function isSilentOn({ provenanceOf }: Contract, ...path: readonly string[]): boolean {
  return provenanceOf(path).silent === true;
}

/** Whether a contract is silent on anything that a client has to know. */
export function hasSilence(contract: Contract): boolean {
  const { style, limit } = contract.page;
  const isCounted = style === 'number' || style === 'offset';
  if (isCounted && isSilentOn(contract, 'page', 'position', 'first')) return true;
  const isOpen = ['default', 'maximum'].some((key) => isSilentOn(contract, 'page', 'limit', key));
  return limit.parameter !== undefined && isOpen;
}

async function findFirst({ contract, ask }: ListClient, opening: PageAnswer): Promise<Page> {
  const { page } = contract;
  if (page.style !== 'number' && page.style !== 'offset') return page;
  if (!isSilentOn(contract, 'page', 'position', 'first') || opening.page.ids.length === 0) return page;
  const at = (value: 0 | 1): Promise<Answer> => ask(EVERYTHING, { position: { value }, purpose: 'probe' });
  // Some servers that count from 1 take 0 for 1.
  if (haveSameRows(contract, opening, await at(1))) return { ...page, first: 1 };
  return haveSameRows(contract, opening, await at(0)) ? { ...page, first: 0 } : page;
}

async function findLimit(list: ListClient, opening: PageAnswer): Promise<Limit> {
  const { contract } = list;
  const { limit } = contract.page;
  const count = opening.page.items.length;
  const isFollowed = (opening.page.total ?? count) > count || locateNeighbour(contract, opening, 'next') !== undefined;
  const isDefaultOpen = isSilentOn(contract, 'page', 'limit', 'default') && limit.parameter !== undefined && count > 0;
  const usual = isDefaultOpen && (isFollowed || count > limit.default) ? count : limit.default;
  const maximum = await findMaximum(list, usual);
  return usual === limit.default && maximum === limit.maximum ? limit : { ...limit, default: usual, maximum };
}

async function findMaximum({ contract, ask }: ListClient, usual: number): Promise<number> {
  const { limit } = contract.page;
  if (limit.parameter === undefined || limit.sizes !== undefined || !isSilentOn(contract, 'page', 'limit', 'maximum')) {
    return limit.maximum;
  }
  const wanted = Math.min(limit.maximum, MAX_PAGE_SIZE);
  const answer = await ask({ ...EVERYTHING, limit: wanted }, { purpose: 'probe' });
  if (!hasPage(answer)) return Math.max(usual, limit.minimum);
  return answer.page.items.length >= wanted ? limit.maximum : Math.max(answer.page.items.length, usual, limit.minimum);
}

/** Writes to the ledger whether positions begin where a contract that does not say so is read to mean. */
export function judgeFirst(contract: Contract, found: Contract, ledger: Ledger, opening: Answer): void {
  const [read, real] = [contract.page, found.page];
  if (!('first' in read) || !('first' in real)) return;
  if (read.first === real.first) return;
  ledger.violate('position.first', {
    summary: `\`${read.position}\` begins at ${real.first}`,
    expected: read.first,
    received: real.first,
    answers: [opening],
  });
}
