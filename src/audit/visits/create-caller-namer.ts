import type { Contract } from '../../contract/contract.ts';
import { listCredentialHeaders } from '../../contract/secrets/list-key-headers.ts';
import { type MockRequest, readHeader } from '../../mock/message.ts';

/** Prepares the naming of whoever sends a request: its credentials as one text, the same for the same ones. */
export function createCallerNamer(contract: Pick<Contract, 'access'>): (request: MockRequest) => string {
  const credentials = listCredentialHeaders(contract);
  return (request) => JSON.stringify(credentials.map((name) => readHeader(request, name)?.trim() ?? ''));
}
