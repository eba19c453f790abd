import type { Contract, NumberPage, OffsetPage, Page } from '../../../src/contract/contract.ts';

/** Whether a client counts the positions of pages itself: by number, or by rows to skip. */
export function countsPositions(contract: Contract): contract is Contract & { readonly page: NumberPage | OffsetPage } {
  return contract.page.style === 'number' || contract.page.style === 'offset';
}

/** How many rows come before the page at a position. */
export function startOf({ style }: Pick<Page, 'style'>, value: number, limit: number): number {
  return style === 'number' ? (value - 1) * limit : value;
}
