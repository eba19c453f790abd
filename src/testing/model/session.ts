import type { Row } from '../../dataset/row-source.ts';
import { createListMock } from '../../mock/list.ts';
import type { MockState } from '../../mock/state.ts';
import { createLiteralState } from '../../mock/testing/create-literal-state.ts';
import { createRequest } from '../../mock/testing/create-request.ts';
import { createTenant } from '../../mock/testing/create-tenant.ts';
import { loadContract } from '../../mock/testing/load-contract.ts';
import { createResponseChecker } from '../create-response-checker.ts';
import type { Inquiry, Pair, Vendor } from './vendor.ts';

const NOW = 1_777_852_800_000;
export const ORIGIN = 'https://mock.test:8443';

const MINE = 'mine';

/** A mock that is asked for pages, and what it should answer from. */
export interface Counterpart {
  readonly vendor: Vendor;
  /** The rows as the model has them. */
  readonly rows: readonly Row[];
  /** Sends a request to the mock and checks the response against the contract. */
  send(target: string, inquiry: Inquiry): { readonly status: number; readonly body: unknown };
}

/** A mock beside a plain array with the same rows. */
export interface Session extends Counterpart {
  readonly state: MockState;
  /** Starts again with other rows. */
  load(rows: readonly Row[]): void;
  add(row: Row): void;
  change(identity: string, fields: Row): void;
  remove(identity: string): void;
}

/** One mock for many runs: making it costs more than all of a run. */
export function createSession(vendor: Vendor): Session {
  const contract = loadContract(vendor.id);
  const scopes = ['billing:customers:read'];
  const { state, load } = createLiteralState({
    contract,
    tenants: [{ ...createTenant('acme', { values: vendor.credential, scopes }), collections: [MINE] }],
    collections: { [MINE]: [] },
    now: NOW,
  });
  const mock = createListMock({ state, key: 'key', seed: '1' });
  const check = createResponseChecker(contract);
  let rows: readonly Row[] = [];
  const nameOf = (row: Row): string => String(row[vendor.identity]);
  return {
    vendor,
    state,
    get rows() {
      return rows;
    },
    load(others) {
      rows = others;
      load({ [MINE]: others });
    },
    send(target, { headers }) {
      const response = mock.handle(
        createRequest(target, { headers: { ...vendor.headers, ...headers }, origin: ORIGIN }),
      );
      if (response === undefined) throw new Error(`${target} was not answered`);
      return { status: response.status, body: check(response) };
    },
    add(row) {
      if (rows.some((other) => nameOf(other) === nameOf(row))) return;
      state.add(MINE, row);
      rows = [...rows, row];
    },
    change(identity, fields) {
      const renamed = String(fields[vendor.identity] ?? identity);
      if (renamed !== identity && rows.some((other) => nameOf(other) === renamed)) return;
      state.change(MINE, identity, fields);
      rows = rows.map((row) => (nameOf(row) === identity ? { ...row, ...fields } : row));
    },
    remove(identity) {
      state.remove(MINE, identity);
      rows = rows.filter((row) => nameOf(row) !== identity);
    },
  };
}

/** The URL of a list, spaces as `+` or as `%20` by the length of the query, so that both are met. */
export function urlOf({ path }: Vendor, pairs: readonly Pair[]): string {
  const query = pairs.map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`).join('&');
  const spelled = query.length % 2 === 0 ? query : query.replaceAll('%20', '+');
  return ORIGIN + path + (query === '' ? '' : `?${spelled}`);
}

/** What every page of an inquiry is asked for with. */
export function pairsOf(vendor: Vendor, inquiry: Inquiry, size: string | undefined = inquiry.size): readonly Pair[] {
  return size === undefined ? inquiry.pairs : [...inquiry.pairs, [vendor.sizeParameter, size]];
}
