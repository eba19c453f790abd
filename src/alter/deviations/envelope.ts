import type { Contract } from '../../contract/contract.ts';
import { readPointer, writePointer } from '../../contract/json-pointer.ts';
import { readsFrom, restsOn } from '../../contract/provenance.ts';
import { readBody, readPage, writeBody } from '../../page/page-reader.ts';
import { isLaterPage } from '../../page/query.ts';
import { editErrors, editPages, editResponses, everyContract } from '../edits.ts';

import type { Deviation } from './deviation.ts';
import { markOfRole } from './schema-members.ts';

const hasTotal = ({ envelope }: Contract): boolean => envelope.roles.has('total');
const hasTotalInBody = ({ envelope }: Contract): boolean => envelope.roles.get('total')?.in === 'body';
/** Whether a link that leads nowhere has a form of its own: in a header or a list of links it is just not there. */
const hasEnd = ({ envelope }: Contract): boolean =>
  envelope.roles.get('next')?.in === 'body' && envelope.atEnd !== 'self' && envelope.atEnd !== 'edge';
const hasFresh = ({ envelope }: Contract): boolean => envelope.fresh.length > 0;

/** What stands around the items, in another form. */
export const envelopeDeviations: readonly Deviation[] = [
  {
    name: 'no-items-is-null',
    summary: 'a page without rows has null in place of an array',
    area: 'shape',
    breaks: restsOn('items'),
    appliesTo: ({ filters }) => filters.length > 0,
    wrap: editPages((page) => {
      if (page.items.length === 0) page.write('items', null);
    }),
  },
  {
    name: 'one-item-is-no-list',
    summary: 'a page with one row has the row itself in place of an array',
    area: 'shape',
    breaks: restsOn('items'),
    appliesTo: everyContract,
    wrap: editPages((page) => {
      if (page.items.length === 1) page.write('items', page.items[0]);
    }),
  },
  {
    name: 'total-as-text',
    summary: 'the total is a string',
    area: 'shape',
    breaks: (contract) => markOfRole(contract, 'total'),
    appliesTo: hasTotalInBody,
    wrap: editPages((page) => page.write('total', String(page.read('total')))),
  },
  {
    name: 'total-missing-on-later-pages',
    summary: 'later pages have no total',
    area: 'shape',
    breaks: readsFrom('total/when', 'total'),
    appliesTo: (contract) => hasTotal(contract) && contract.envelope.total?.when === undefined,
    wrap: editPages((page, request, { contract }) => {
      if (isLaterPage(contract, request)) page.write('total', undefined);
    }),
  },
  {
    name: 'end-in-other-form',
    summary: 'an absent link is null where it should be omitted, or omitted where it should be null',
    area: 'shape',
    breaks: restsOn('page/atEnd'),
    appliesTo: hasEnd,
    wrap: editPages((page, _request, { contract: { envelope } }) => {
      for (const role of ['next', 'previous'] as const) {
        if (!page.read(role)) page.write(role, envelope.atEnd === 'omitted' ? null : undefined);
      }
    }),
  },
  {
    name: 'end-is-empty',
    summary: 'an absent link is an empty string',
    area: 'shape',
    breaks: restsOn('page/atEnd'),
    appliesTo: (contract) => hasEnd(contract) && contract.envelope.atEnd !== 'empty',
    wrap: editPages((page) => {
      for (const role of ['next', 'previous'] as const) if (!page.read(role)) page.write(role, '');
    }),
  },
  {
    name: 'fresh-value-constant',
    summary: 'a value that must be new in every response is always the same',
    area: 'shape',
    breaks: restsOn('fresh'),
    appliesTo: hasFresh,
    wrap: changeFresh(() => '9ae2e340-b983-4274-b400-c974a9ab40ab'),
  },
  {
    name: 'fresh-value-by-address',
    summary: 'a value that must be new in every response is the same for the same URL',
    area: 'shape',
    breaks: restsOn('fresh'),
    appliesTo: hasFresh,
    wrap: (context) => {
      const values = new Map<string, string>();
      const fresh = changeFresh((request, value) => {
        const key = `${request.path}?${request.query}`;
        if (!values.has(key)) values.set(key, value);
        return values.get(key) ?? value;
      });
      return fresh(context);
    },
  },
  {
    name: 'fresh-value-missing-in-errors',
    summary: 'errors lack the value that must be new in every response',
    area: 'shape',
    breaks: restsOn('fresh'),
    appliesTo: hasFresh,
    wrap: editErrors((response, _request, { contract }) => {
      const body = readBody(response);
      if (body === undefined) return response;
      for (const { pointer } of contract.envelope.fresh) writePointer(body, pointer, undefined);
      return writeBody(response, body);
    }),
  },
  {
    name: 'body-cut-short',
    summary: 'bodies are cut off after 8,192 bytes',
    area: 'shape',
    breaks: restsOn('items'),
    appliesTo: everyContract,
    wrap: editResponses((response, _request, { contract }) => {
      if (readPage(contract, response) === undefined) return response;
      return { ...response, body: response.body.slice(0, 8192) };
    }),
  },
  {
    name: 'text-encoded-twice',
    summary: 'non-ASCII characters are encoded twice in bodies',
    area: 'shape',
    breaks: restsOn('items'),
    appliesTo: ({ filters }) =>
      filters.some(({ fields, declared }) => fields[0]?.kind === 'string' && !declared?.schema['enum']),
    wrap: editResponses((response, _request, { contract }) => {
      if (readPage(contract, response) === undefined) return response;
      return { ...response, body: Buffer.from(response.body, 'utf8').toString('latin1') };
    }),
  },
];

type Request = Parameters<ReturnType<NonNullable<Deviation['wrap']>>>[0];

function changeFresh(change: (request: Request, value: string) => string): NonNullable<Deviation['wrap']> {
  return editResponses((response, request, { contract }) => {
    const body = readBody(response);
    if (body === undefined) return response;
    for (const { pointer } of contract.envelope.fresh) {
      const value = readPointer(body, pointer);
      if (typeof value === 'string') writePointer(body, pointer, change(request, value));
    }
    return writeBody(response, body);
  });
}
