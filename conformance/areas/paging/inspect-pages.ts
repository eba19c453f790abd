import { compareComparables } from '../../../src/contract/comparable.ts';
import type { Contract } from '../../../src/contract/contract.ts';
import { readPointer } from '../../../src/contract/read-pointer.ts';
import type { Inspector } from '../../check.ts';
import type { Ledger } from '../../ledger/ledger.ts';
import { hasPage, type PageAnswer } from '../../list/answer.ts';
import { listTieKeys, readSortValues } from '../../survey/sort-values.ts';

/** Reads what every page says of itself: its links, its number, its order. */
export const inspectPages: Inspector = {
  id: 'paging.pages',
  title: 'reads the links, the numbers and the order of every page',
  verifies: ['end.form', 'links.*', 'page-count', 'page-number', 'echo.*', 'order.default.*'],
  prepare(contract) {
    return (answer, ledger) => {
      if (!hasPage(answer) || answer.purpose !== 'page') return;
      judgeForm(contract, ledger, answer);
      judgeLinks(contract, ledger, answer);
      judgeNumbers(contract, ledger, answer);
      if (answer.query.order === undefined) judgeOrder(contract, ledger, answer);
    };
  },
};

function judgeForm({ envelope }: Contract, ledger: Ledger, answer: PageAnswer): void {
  for (const role of ['next', 'previous'] as const) {
    const pointer = envelope.roles.get(role);
    if (pointer === undefined || answer.page.links[role] !== undefined) continue;
    const value = readPointer(answer.response.json ?? null, pointer);
    const form = value === undefined ? 'omitted' : value === null ? 'null' : 'empty';
    if (form === envelope.atEnd) ledger.exercise('end.form', 'ends');
    else
      ledger.violate('end.form', {
        summary: `the ${role} link that leads nowhere is ${form}`,
        expected: envelope.atEnd,
        received: value ?? form,
        answers: [answer],
      });
  }
}

function judgeLinks({ page }: Contract, ledger: Ledger, answer: PageAnswer): void {
  if (page.style !== 'links' && page.style !== 'number') return;
  const asked = new URL(answer.response.url);
  for (const [role, link] of Object.entries(answer.page.links)) {
    const url = URL.canParse(link) ? new URL(link) : undefined;
    if (url === undefined) {
      ledger.violate('links.absolute', {
        summary: `the ${role} link is no absolute URL`,
        received: link,
        answers: [answer],
      });
      continue;
    }
    ledger.exercise('links.absolute', 'links');
    if (url.origin === asked.origin) ledger.exercise('links.origin', 'links');
    else
      ledger.violate('links.origin', {
        summary: `the ${role} link leads to ${url.origin}`,
        expected: asked.origin,
        received: url.origin,
        answers: [answer],
      });
  }
}

function judgeNumbers({ page }: Contract, ledger: Ledger, answer: PageAnswer): void {
  const { total, pageCount, pageNumber, echo, items } = answer.page;
  const limit = answer.query.limit ?? page.limit.default;
  if (limit < 1 || limit > page.limit.maximum) return;
  const expect = (id: string, expected: number, received: unknown, alternative = expected): void => {
    if (received === expected || received === alternative) ledger.exercise(id, 'pages');
    else ledger.violate(id, { summary: `a page says ${String(received)}`, expected, received, answers: [answer] });
  };
  if (pageCount !== undefined && total !== undefined) expect('page-count', Math.ceil(total / limit), pageCount);
  if (pageNumber !== undefined && answer.via === undefined && answer.position.value === undefined)
    expect('page-number', 1, pageNumber);
  if (echo.position !== undefined && page.style === 'offset')
    expect('echo.position', Number(answer.position.value ?? 0), echo.position);
  if (echo.limit !== undefined) expect('echo.limit', limit, echo.limit, items.length);
}

function judgeOrder(contract: Contract, ledger: Ledger, answer: PageAnswer): void {
  const keys = listTieKeys(contract);
  const values = answer.page.items.map((item) => readSortValues(item, keys));
  const [key] = keys;
  if (key === undefined || values.length < 2) return;
  const id = `order.default.${key.field.name}`;
  const wrong = values.findIndex((value, index) => {
    const [before, now] = [values[index - 1]?.[0], value[0]];
    if (index === 0 || before === null || before === undefined || now === null || now === undefined) return false;
    return compareComparables(before, now) * key.direction > 0;
  });
  if (wrong < 0) ledger.exercise(id, 'pages');
  else
    ledger.violate(id, {
      summary: `the row ${answer.page.ids[wrong]} comes after ${answer.page.ids[wrong - 1]}`,
      expected: `${key.field.name}, ${key.direction === 1 ? 'ascending' : 'descending'}`,
      received: [values[wrong - 1]?.[0], values[wrong]?.[0]],
      answers: [answer],
    });
}
