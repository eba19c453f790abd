import { schemaAt } from '../../../src/contract/compile-envelope.ts';
import type { Contract, Json, LinkRole, Pointer } from '../../../src/contract/contract.ts';
import { readPointer } from '../../../src/contract/json-pointer.ts';
import { typesOf } from '../../../src/contract/openapi/schema-branches.ts';
import { bodyPointerOf } from '../../../src/contract/place.ts';
import { countNoun } from '../../../src/contract/text.ts';
import type { Inspector } from '../../check.ts';
import type { Ledger } from '../../ledger.ts';
import { hasPage, type PageAnswer } from '../../list/answer.ts';
import { locateNeighbour } from '../../list/walk.ts';
import { repeatsParameters } from './requirements.ts';
import { judgeOrder } from './row-order.ts';

export const inspectPages: Inspector = {
  id: 'paging.pages',
  title: 'Checks the links, numbers and order of every page',
  verifies: [
    'end.form',
    'end.next',
    'end.previous',
    'links.*',
    'page-count',
    'page-number',
    'echo.*',
    'flags.*',
    'order.default.*',
    'total.cap',
    'walk.complete',
  ],
  prepare(contract) {
    const judgeFirst = createFirstPageJudge(contract);
    return (answer, ledger) => {
      if (!hasPage(answer) || !answer.plain || answer.purpose === 'rejection') return;
      judgeForm(contract, ledger, answer);
      judgeLinks(contract, ledger, answer);
      judgeNumbers(contract, ledger, answer);
      judgeEmpty(ledger, answer);
      judgeOwnCount(contract, ledger, answer);
      judgeCap(contract, ledger, answer);
      judgeFirst(ledger, answer);
      if (answer.query.order === undefined) judgeOrder(contract, ledger, { items: answer.page.items, pages: [answer] });
    };
  },
};

function judgeForm({ envelope }: Contract, ledger: Ledger, answer: PageAnswer): void {
  const { atEnd } = envelope;
  if (atEnd === 'self') {
    if (answer.page.items.length === 0) judgeOwnEnd(envelope, ledger, answer);
    return;
  }
  if (atEnd === 'edge') {
    judgeEdges(envelope, ledger, answer);
    return;
  }
  for (const role of ['next', 'previous'] as const) {
    const place = envelope.roles.get(role);
    if (place?.in !== 'body' || answer.page.links[role] !== undefined) continue;
    const value = readDeepest(answer.response.json ?? null, place.pointer);
    const form = describeAbsence(value);
    if (form === atEnd) ledger.exercise('end.form', 'absent links');
    else
      ledger.violate('end.form', {
        summary: `the absent ${role} link is ${form}`,
        expected: atEnd,
        received: value ?? form,
        answers: [answer],
      });
  }
}

/** A page with rows has the tokens of those at its edges. */
function judgeEdges({ roles }: Contract['envelope'], ledger: Ledger, answer: PageAnswer): void {
  const { items, links } = answer.page;
  for (const role of ['next', 'previous'] as const) {
    if (!roles.has(role) || items.length === 0) continue;
    if (links[role] !== undefined) ledger.exercise('end.form', 'pages');
    else ledger.violate('end.form', { summary: `a page with rows has no ${role} token`, answers: [answer] });
  }
}

/** What stands at a pointer; null where the object that would hold it is null. */
function readDeepest(body: Json, pointer: Pointer): Json | undefined {
  const value = readPointer(body, pointer);
  const isNull = pointer.some((_, depth) => depth > 0 && readPointer(body, pointer.slice(0, depth)) === null);
  return value === undefined && isNull ? null : value;
}

function describeAbsence(value: Json | undefined): 'omitted' | 'null' | 'empty' {
  if (value === undefined) return 'omitted';
  return value === null ? 'null' : 'empty';
}

/** Behind the last row, a page of a list that never ends leads to itself. */
function judgeOwnEnd({ forms }: Contract['envelope'], ledger: Ledger, answer: PageAnswer): void {
  const { next } = answer.page.links;
  // Without a position, nobody can say how it would be written.
  if (Object.keys(answer.position).length === 0) return;
  const isLink = forms.get('next') === 'link' || forms.get('next') === 'relativeLink';
  const own = isLink ? answer.response.url : String(answer.position.value ?? '');
  const isOwn = next !== undefined && (isLink ? isSameUrl(next, own) : next === own);
  if (isOwn) ledger.exercise('end.form', 'pages without rows');
  else {
    ledger.violate('end.form', {
      summary: 'a page without rows does not lead to itself',
      expected: own,
      received: next ?? 'no link',
      answers: [answer],
    });
  }
}

/** The order of parameters means nothing. */
function isSameUrl(link: string, own: string): boolean {
  if (!URL.canParse(link, own)) return false;
  const [one, other] = [new URL(link, own), new URL(own)].map(({ pathname, searchParams }) => {
    return `${pathname}?${[...searchParams].map((pair) => pair.join('=')).sort()}`;
  });
  return one === other;
}

const IS_ABSOLUTE = /^[a-z][a-z0-9+.-]*:/i;

function judgeLinks(contract: Contract, ledger: Ledger, answer: PageAnswer): void {
  const asked = new URL(answer.response.url);
  for (const [role, link] of Object.entries(answer.page.links)) {
    const form = contract.envelope.forms.get(role as LinkRole);
    if (form !== 'link' && form !== 'relativeLink') continue;
    if (!URL.canParse(link, asked.href)) {
      ledger.violate('links.absolute', {
        summary: `the ${role} link is not an absolute URL`,
        received: link,
        answers: [answer],
      });
      continue;
    }
    judgeReference(ledger, answer, role, link);
    const url = new URL(link, asked.href);
    if (url.origin === asked.origin) ledger.exercise('links.origin', 'links');
    else {
      ledger.violate('links.origin', {
        summary: `the ${role} link is to ${url.origin}`,
        expected: asked.origin,
        received: url.origin,
        answers: [answer],
      });
    }
    if (answer.plain && role !== 'self' && repeatsParameters(contract)) judgeParameters(contract, ledger, answer, url);
  }
}

/** Each contract has one of both requirements. */
function judgeReference(ledger: Ledger, answer: PageAnswer, role: string, link: string): void {
  const isAbsolute = IS_ABSOLUTE.test(link);
  const [met, broken, what] = isAbsolute
    ? ['links.absolute', 'links.relative', 'has a host']
    : ['links.relative', 'links.absolute', 'is not an absolute URL'];
  ledger.exercise(met, 'links');
  ledger.violate(broken, { summary: `the ${role} link ${what}`, received: link, answers: [answer] });
}

/** A link repeats the parameters of the request except the position. */
function judgeParameters({ page }: Contract, ledger: Ledger, answer: PageAnswer, link: URL): void {
  const [expected, received] = [new URL(answer.response.url), link].map(({ searchParams }) => {
    return [...searchParams]
      .filter(([name]) => name !== page.position)
      .map(([name, value]) => `${name}=${value}`)
      .sort();
  });
  if (String(expected) === String(received)) ledger.exercise('links.parameters', 'links');
  else {
    ledger.violate('links.parameters', {
      summary: 'a link has other parameters than the request',
      expected,
      received,
      answers: [answer],
    });
  }
}

/** An empty result must not link to other pages. */
function judgeEmpty(ledger: Ledger, answer: PageAnswer): void {
  const { items, total, links } = answer.page;
  if (items.length > 0 || total !== 0) return;
  for (const role of ['next', 'previous'] as const) {
    if (links[role] === undefined) ledger.exercise(`end.${role}`, 'empty results');
    else {
      const summary = `an empty result has a ${role} link or token`;
      ledger.violate(`end.${role}`, { summary, received: links[role], answers: [answer] });
    }
  }
}

/** What pages of one query had, whatever their size. */
interface PagesOfQuery {
  readonly ids: Set<string>;
  /** How often each total was returned. */
  readonly totals: Map<number, number>;
  /** First pages that do not lead on, although their total says that there is more. */
  readonly ends: PageAnswer[];
}

/**
 * A first page has to lead on where its total, and the rows that other pages of the same query had, say that more follow: some
 * lists end early only where a page has a certain size or ends at a certain row. Another page has to have the same total: rows and
 * total of one page may be read before and after a row comes.
 */
function createFirstPageJudge(contract: Contract): (ledger: Ledger, answer: PageAnswer) => void {
  const queries = new Map<string, PagesOfQuery>();
  const leadsOn = contract.envelope.roles.has('next') && contract.envelope.atEnd !== 'self';
  return (ledger, answer) => {
    const { conditions, order, partition } = answer.query;
    const { ids, total } = answer.page;
    if (!leadsOn || total === undefined) return;
    const key = JSON.stringify([conditions.map(({ name, value }) => [name, value]), order, partition]);
    const seen: PagesOfQuery = queries.get(key) ?? { ids: new Set(), totals: new Map(), ends: [] };
    queries.set(key, seen);
    for (const id of ids) seen.ids.add(id);
    seen.totals.set(total, (seen.totals.get(total) ?? 0) + 1);
    if (isEarlyEnd(contract, answer, total)) seen.ends.push(answer);
    const proved = seen.ends.filter(({ page }) => {
      return (seen.totals.get(page.total ?? 0) ?? 0) > 1 && seen.ids.size > page.ids.length;
    });
    for (const end of proved) {
      seen.ends.splice(seen.ends.indexOf(end), 1);
      ledger.violate('walk.complete', {
        summary: `a first page of ${countNoun(end.page.ids.length, 'row')} does not lead on, although there are ${end.page.total}`,
        expected: 'a next page',
        received: 'none',
        answers: [end],
      });
    }
  };
}

function isEarlyEnd(contract: Contract, answer: PageAnswer, total: number): boolean {
  const { length } = answer.page.ids;
  const isFirst = answer.via === undefined && Object.keys(answer.position).length === 0;
  return isFirst && length > 0 && length < total && locateNeighbour(contract, answer, 'next') === undefined;
}

/** What a page says of its own rows. */
function judgeOwnCount({ envelope: { roles, rowBase } }: Contract, ledger: Ledger, answer: PageAnswer): void {
  const { items, count, isEmpty, isFirst, firstRow, lastRow } = answer.page;
  const judge = (
    role: 'count' | 'isEmpty' | 'isFirst' | 'firstRow' | 'lastRow',
    expected: Json,
    received: Json | undefined,
  ): void => {
    // What is left out is for the schema to demand.
    if (!roles.has(role) || received === undefined) return;
    if (received === expected) ledger.exercise(`flags.${role}`, 'pages');
    else {
      const summary = `a page with ${countNoun(items.length, 'row')} has ${role} ${String(received)}`;
      ledger.violate(`flags.${role}`, { summary, expected, received, answers: [answer] });
    }
  };
  judge('count', items.length, count);
  judge('isEmpty', items.length === 0, isEmpty);
  const isStart = answer.via === undefined && Object.keys(answer.position).length === 0;
  if (isStart && items.length > 0) judge('isFirst', true, isFirst);
  // A page without rows has none to number.
  if (isStart && items.length > 0) judge('firstRow', rowBase ?? 1, firstRow);
  if (firstRow !== undefined && items.length > 0) judge('lastRow', firstRow + items.length - 1, lastRow);
}

/** A total at its cap says no more than that there are as many rows at least. */
function judgeCap({ envelope }: Contract, ledger: Ledger, answer: PageAnswer): void {
  const cap = envelope.total?.cap;
  const { cappedTotal } = answer.page;
  if (cap === undefined || cappedTotal === undefined) return;
  if (cappedTotal === cap) ledger.exercise('total.cap', 'pages');
  else {
    const summary = `a page has a total of ${cappedTotal}`;
    ledger.violate('total.cap', { summary, expected: `at most ${cap}`, received: cappedTotal, answers: [answer] });
  }
}

/** Some documents have the number of a page as a text. */
function readEcho({ bodySchema, envelope }: Contract, echo: Json): Json {
  const schema = schemaAt(bodySchema, bodyPointerOf(envelope, 'position') ?? []);
  return typesOf(schema).includes('string') ? Number(echo) : echo;
}

/**
 * A target with a smaller maximum or a larger default counts pages of that size. Only a page that is full, or has all rows, shows that this
 * is none.
 */
function isOfSize(count: number, limit: number, total: number): boolean {
  return count === limit || (count === total && total < limit);
}

function judgeNumbers(contract: Contract, ledger: Ledger, answer: PageAnswer): void {
  const { page } = contract;
  const { total, pageCount, pageNumber, echo, items } = answer.page;
  const limit = answer.query.limit ?? page.limit.default;
  if (limit < 1 || limit > page.limit.maximum) return;
  const expect = (id: string, expected: number, received: unknown, alternative = expected): void => {
    if (received === expected || received === alternative) ledger.exercise(id, 'pages');
    else
      ledger.violate(id, {
        summary: `a page has ${String(received)} in place of ${expected}`,
        expected,
        received,
        answers: [answer],
      });
  };
  if (pageCount !== undefined && total !== undefined && isOfSize(items.length, limit, total))
    expect('page-count', Math.ceil(total / limit), pageCount, Math.max(1, Math.ceil(total / limit)));
  if (pageNumber !== undefined && answer.via === undefined && Object.keys(answer.position).length === 0)
    expect('page-number', page.style === 'number' ? page.first : 1, pageNumber);
  const isCounted = page.style === 'offset' || page.style === 'number';
  if (echo.position !== undefined && isCounted && answer.position.link === undefined)
    expect('echo.position', Number(answer.position.value ?? page.first), readEcho(contract, echo.position));
  if (echo.limit !== undefined) expect('echo.limit', limit, echo.limit, items.length);
}
