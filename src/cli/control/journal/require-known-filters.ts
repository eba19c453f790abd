import { METHODS } from 'node:http';
import type { FaultDescription } from '../../../fault/describe-faults.ts';
import type { ExchangeFilter } from '../../../journal/exchange-filter.ts';
import type { ContractDescription } from '../../../server/site/describe-contract.ts';
import { CliError } from '../../cli-error.ts';
import { didYouMean } from '../../text/find-near-names.ts';
import type { AdminClient } from '../administration/admin-client.ts';

/**
 * Makes sure that exchanges can be as they are wanted: a name that is mistyped would find none, as if there were none.
 *
 * @throws {CliError} for a contract, a fault, a method or a status that there is not
 */
export async function requireKnownFilters(
  { call }: Pick<AdminClient, 'call'>,
  { method, status, contract, fault }: ExchangeFilter,
): Promise<void> {
  if (method !== undefined && !METHODS.includes(method.toUpperCase())) {
    throw new CliError(`method is ${JSON.stringify(method)}; expected a method of HTTP, such as GET`);
  }
  // What is no status at all is left to the mock.
  if (status !== undefined && /^[06-9](?:\d\d|xx)$/i.test(String(status))) {
    throw new CliError(`status is ${JSON.stringify(status)}; expected 100 to 599, or a class from 1xx to 5xx`);
  }
  if (contract !== undefined) {
    const contracts = await call<readonly ContractDescription[]>('GET', '/contracts');
    const ids = contracts.map(({ id }) => id);
    requireKnown('contract', contract, ids);
  }
  if (fault !== undefined) {
    const faults = await call<readonly FaultDescription[]>('GET', '/fault-kinds');
    const kinds = faults.map(({ kind }) => kind);
    requireKnown('fault', fault, kinds);
  }
}

function requireKnown(thing: string, name: string, known: readonly string[]): void {
  if (known.includes(name)) return;
  throw new CliError(`there is no ${thing} ${name}${didYouMean(name, known) || `; there are ${known.join(', ')}`}`);
}
