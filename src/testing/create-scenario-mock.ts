import { type AlteredList, alterList } from '../alter/engine.ts';
import type { Contract } from '../contract/contract.ts';
import { placeCredentials, usualSchemes } from '../contract/credentials.ts';
import { loadScenario } from '../dataset/scenarios/load-scenario.ts';
import type { Credential } from '../dataset/scenarios/scenario.ts';
import type { MockResponse } from '../mock/message.ts';
import { createMockState } from '../mock/state.ts';
import { createRequest, type RequestParts } from '../mock/testing/create-request.ts';
import { loadContract } from '../mock/testing/load-contract.ts';
import { createResponseChecker } from './create-response-checker.ts';

/** A response with its body. */
export interface CheckedResponse {
  readonly response: MockResponse;
  readonly status: number;
  readonly body: unknown;
}

/** A mock of one contract with a scenario of its own, in process. */
export interface ScenarioMock {
  readonly contract: Contract;
  readonly mock: AlteredList;
  setTime(now: number): void;
  /** The headers of a tenant's credential, `default` unless another is named. */
  headersOf(tenant: string, credential?: string): Readonly<Record<string, string>>;
  /** Sends a request whose response must be one that the contract allows. */
  send(target: string, parts?: RequestParts): CheckedResponse;
}

/** Makes a mock from a contract's scenario, with a clock that stands still. */
export function createScenarioMock(
  id: string,
  scenarioName: string,
  options: { readonly key?: string } = {},
): ScenarioMock {
  const contract = loadContract(id);
  const scenario = loadScenario({ contract, name: scenarioName });
  let time = scenario.now;
  const state = createMockState({ contract, scenario, now: () => time });
  const mock = alterList({ state, key: options.key ?? 'a key for tests', seed: '1' }, []);
  // Compiling the schemas takes long, and most tests send by themselves.
  let check: ReturnType<typeof createResponseChecker> | undefined;
  return {
    contract,
    mock,
    setTime(now) {
      time = now;
    },
    headersOf(tenant, as = 'default') {
      const credential = scenario.tenants.find(({ name }) => name === tenant)?.credentials.find((one) => one.as === as);
      if (credential === undefined) throw new Error(`${tenant} has no credential ${as}`);
      return credentialHeaders(contract, credential);
    },
    send(target, parts) {
      const response = mock.handle(createRequest(target, parts));
      if (response === undefined) throw new Error(`${target} was not answered`);
      check ??= createResponseChecker(contract);
      return { response, status: response.status, body: check(response) };
    },
  };
}

function credentialHeaders(contract: Contract, { values }: Credential): Readonly<Record<string, string>> {
  return placeCredentials(usualSchemes(contract), ({ name }) => values[name] ?? '').headers;
}
