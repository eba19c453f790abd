import type { KeysetPage, LinksPage } from '../contract/contract.ts';
import { createKeysetPager } from './create-keyset-pager.ts';
import { createLinksPager } from './create-links-pager.ts';
import { createNumberPager } from './create-number-pager.ts';
import { createOffsetPager } from './create-offset-pager.ts';
import { type CursorCodec, createCursorCodec } from './cursor-codec.ts';
import type { PagedContract, Pager } from './pager.ts';

/**
 * Creates the pager of a contract.
 *
 * @param contract - its page style, envelope and parameters
 * @param key - the secret that seals tokens: the same key accepts them after a restart and on another instance
 * @throws Error when the key is empty, or the shape of tokens has no place for the sealed key
 */
export function createPager(contract: PagedContract, key: string | Uint8Array): Pager {
  const { page } = contract;
  switch (page.style) {
    case 'links':
      return createLinksPager(contract, page, createCodec(contract, page, key));
    case 'keyset':
      return createKeysetPager(contract, page, createCodec(contract, page, key));
    case 'number':
      return createNumberPager(contract, page);
    case 'offset':
      return createOffsetPager(contract, page);
  }
}

function createCodec({ id }: PagedContract, page: LinksPage | KeysetPage, key: string | Uint8Array): CursorCodec {
  return createCursorCodec({ key, policy: page.token, contractId: id });
}
