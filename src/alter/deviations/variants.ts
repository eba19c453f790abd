import type { Contract, ErrorAnswer, Json } from '../../contract/contract.ts';
import type { MockState } from '../../mock/state.ts';
import { isSuccess, readId } from '../../page/page-reader.ts';
import type { AlterationContext, Handler } from '../engine.ts';
import { createFaultBoard } from '../faults/board.ts';
import { injectFaults } from '../faults/injection.ts';
import { type Fault, summarizeFault } from '../faults/kinds.ts';
import { type FeatureName, GREASE_FEATURES } from '../grease/features.ts';
import { createGrease } from '../grease/grease.ts';
import type { Deviation } from './deviation.ts';

/** Ways to differ that contracts allow, for a suite that must not mind: grease and faults that are always the same, and others. */
export const VARIANTS: readonly Deviation[] = [
  greased('other-tie-order', 'paging', 'tie-order'),
  greased('more-item-fields', 'shape', 'item-fields'),
  greased('open-set-has-more-values', 'shape', 'enum-values'),
  faulty('rows-added', 'paging', { kind: 'row-inserted', probability: 1 / 6 }),
  faulty('rows-removed', 'paging', { kind: 'row-deleted', probability: 1 / 9 }),
  {
    name: 'rows-changed',
    summary: 'a row makes a move of its lifecycle after every few requests',
    area: 'paging',
    appliesTo: ({ moves }) => [...moves.values()].some(({ creates }) => !creates),
    wrap: moveRows,
  },
  greased('long-tokens', 'integrity', 'token-format'),
  greased('tokens-kept-on-server', 'integrity', 'token-format'),
  greased('position-renamed-in-links', 'paging', 'link-parameters'),
  greased('link-parameters-in-other-order', 'paging', 'link-parameters'),
  greased('more-link-parameters', 'paging', 'link-parameters'),
  greased('short-pages', 'paging', 'short-pages'),
  greased('more-envelope-fields', 'shape', 'envelope-fields'),
  greased('more-error-fields', 'shape', 'error-fields'),
  {
    name: 'errors-reworded',
    summary: 'errors whose wording is not documented are worded otherwise',
    area: 'shape',
    appliesTo: ({ errors }) => errors.size > 0,
    overrideContract: rewordErrors,
  },
  greased('body-spelled-otherwise', 'shape', 'json-spelling'),
  greased('media-type-spelled-otherwise', 'shape', 'media-type'),
  greased('more-headers', 'shape', 'more-headers'),
  faulty('rate-limited-now-and-then', 'robustness', { kind: 'rate-limit', retryAfter: 0, probability: 1 / 29 }),
  faulty('bad-gateway-now-and-then', 'robustness', { kind: 'server-error', status: 502, probability: 1 / 37 }),
  faulty('slow-now-and-then', 'robustness', { kind: 'latency', ms: 25, probability: 1 / 17 }),
  {
    name: 'no-head',
    summary: 'a HEAD request is rejected with 405',
    area: 'robustness',
    appliesTo: ({ method }) => method === 'GET',
    wrap:
      ({ handle, fail }) =>
      (request) =>
        request.method === 'HEAD' ? fail('methodNotAllowed', request) : handle(request),
  },
];

/** A feature of grease alone, with a seed of its own. */
function greased(name: string, area: Deviation['area'], featureName: FeatureName): Deviation {
  const feature = GREASE_FEATURES.find((one) => one.name === featureName);
  if (feature === undefined) throw new RangeError(`there is no feature ${featureName}`);
  return {
    name,
    summary: feature.summary,
    area,
    appliesTo: feature.appliesTo,
    compose: (contract) => createGrease(contract, { seed: name, features: [featureName] }),
  };
}

/** A fault that strikes now and then, without being told of in the response. */
function faulty(name: string, area: Deviation['area'], fault: Fault): Deviation {
  return {
    name,
    summary: `now and then, ${summarizeFault(fault.kind)}`,
    area,
    appliesTo: () => true,
    wrap(context) {
      const board = createFaultBoard();
      board.add(fault);
      const handle = injectFaults(context, board);
      return (request) => {
        const { faults: _, ...response } = handle(request) ?? {};
        return 'status' in response ? response : undefined;
      };
    },
  };
}

/** Lets a row make a move after every fifth page. */
function moveRows({ state, handle }: AlterationContext): Handler {
  const names = [...state.contract.moves.values()].filter(({ creates }) => !creates).map(({ name }) => name);
  let count = 0;
  return (request) => {
    const response = handle(request);
    if (!isSuccess(response)) return response;
    count += 1;
    const collection = state.tenants[0]?.collections[0];
    if (count % 5 === 0 && collection !== undefined) moveOne(state, collection, names, count);
    return response;
  };
}

function moveOne(state: MockState, collection: string, names: readonly string[], count: number): void {
  for (let step = 0; step < 20; step += 1) {
    const id = pickRow(state, collection, count + 17 * step);
    if (id !== undefined && tryMove(state, collection, names[(count + step) % names.length] ?? '', id)) return;
  }
}

/** The identity of a row near the start of the list, where readers are. */
function pickRow({ table, contract }: MockState, collection: string, count: number): string | undefined {
  const rows = table(collection);
  const view = rows?.select({ criteria: [], order: contract.order.by });
  if (rows === undefined || view === undefined || view.count === 0) return undefined;
  return readId(contract, rows.rowAt(view.slotAt((count * 7) % Math.min(view.count, 40))));
}

function tryMove(state: MockState, collection: string, name: string, id: string): boolean {
  try {
    state.move(collection, name, id);
    return true;
  } catch {
    // The row is not in a state that the move starts from.
    return false;
  }
}

/** What the document shows stays as it is; so does what looks like a code. */
function rewordErrors(contract: Contract): Contract {
  const errors = [...contract.errors].map(([condition, answer]): [typeof condition, ErrorAnswer] => {
    const { mark } = contract.provenanceOf(['errors', condition, 'example']);
    return [condition, mark === 'documented' ? answer : { ...answer, body: reword(answer.body) }];
  });
  return { ...contract, errors: new Map(errors) };
}

function reword(body: Json): Json {
  const text = JSON.stringify(body, (_key, value: unknown) => {
    return typeof value === 'string' && value.includes(' ') ? `Sorry: ${value}` : value;
  });
  return JSON.parse(text) as Json;
}
