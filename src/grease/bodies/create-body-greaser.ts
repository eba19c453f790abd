import type { Contract, Json } from '../../contract/contract.ts';
import { readPointer } from '../../contract/read-pointer.ts';
import { listOpenPaths } from '../../edit/list-open-paths.ts';
import type { MockResponse } from '../../mock/message.ts';
import { type Item, type Page, readBody, readId, readPage, writeBody, writePointer } from '../../page/page-reader.ts';
import { toByteString } from '../../store/to-byte-string.ts';
import type { Dice } from '../create-dice.ts';
import type { GreaseName } from '../grease.ts';
import { admitsErrorMembers } from '../openness/admits-error-members.ts';
import { listHolders } from '../openness/list-holders.ts';
import { addMembers } from './add-members.ts';
import { showStrangeValues } from './show-strange-values.ts';
import { spellJson } from './spell-json.ts';

/** Changes what is open about the body of a response. */
export type BodyGreaser = (response: MockResponse, dice: Dice) => MockResponse;

/** Makes a greaser of bodies with the greases that are switched on. */
export function createBodyGreaser(contract: Contract, seed: string, greases: ReadonlySet<GreaseName>): BodyGreaser {
  const paths = greases.has('enum-values') ? listOpenPaths(contract) : [];
  const holders = greases.has('envelope-fields') ? listHolders(contract) : [];

  function greaseItem(item: Item, dice: Dice): Item {
    const shown = showStrangeValues(item, paths, `${seed} ${readId(contract, item)}`) as Item;
    return greases.has('item-fields') ? addMembers(shown, contract.itemSchema, dice) : shown;
  }

  function greasePage(page: Page, dice: Dice): void {
    page.items = page.items.map((item) => greaseItem(item, dice));
    // The innermost first, as those around hold it.
    for (const { at, schema } of [...holders].sort((a, b) => b.at.length - a.at.length)) {
      const object = readPointer(page.body, at);
      if (!isObject(object)) continue;
      const more = addMembers(object, schema, dice);
      if (at.length === 0) page.body = more;
      else writePointer(page.body, at, more);
    }
  }

  function greaseError(response: MockResponse, dice: Dice): MockResponse {
    const body = readBody(response);
    if (response.status < 400 || body === undefined || !isObject(body)) return response;
    if (!greases.has('error-fields') || !admitsErrorMembers(contract, response.status)) return response;
    return writeBody(response, addMembers(body, contract.responseSchemas.get(response.status) ?? {}, dice));
  }

  return (response, dice) => {
    const page = readPage(contract, response);
    if (page !== undefined) greasePage(page, dice);
    const changed = page === undefined ? greaseError(response, dice) : writeBody(response, page.body);
    const body = greases.has('json-spelling') ? readBody(changed) : undefined;
    return body === undefined ? changed : { ...changed, body: toByteString(spellJson(body, dice)) };
  };
}

function isObject(value: Json | undefined): value is Record<string, Json> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
