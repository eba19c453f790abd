import type { Contract } from '../../contract/contract.ts';
import { loadContract } from '../../mock/testing/load-contract.ts';
import { readText } from '../../mock/testing/read-body.ts';
import { createResponseChecker } from '../create-response-checker.ts';
import { expectSame } from '../expect-same.ts';
import { ORIGIN } from '../model/session.ts';
import type { Vendor } from '../model/vendor.ts';
import type { SentAnswer } from './create-session-client.ts';

/** Reads an answer that must be one that the contract allows, and whose links must lead into the session of the prefix. */
export type PageReader = (answer: SentAnswer, prefix: string) => unknown;

/** Makes the reader of a vendor's answers. What it gives has links as they are without sessions. */
export function createPageReader({ id }: Vendor): PageReader {
  const contract: Contract = loadContract(id);
  const check = createResponseChecker(contract);
  return (answer, prefix) => {
    check({ ...answer });
    const parts = readText(answer).split(ORIGIN);
    const strangers = parts.slice(1).filter((part) => !part.startsWith(`${prefix}/`));
    expectSame(strangers, []);
    return JSON.parse(parts.map((part, index) => (index === 0 ? part : part.slice(prefix.length))).join(ORIGIN));
  };
}
