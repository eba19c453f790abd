import { createHash } from 'node:crypto';
import type { Contract } from '../../contract/contract.ts';
import { usualSchemes } from '../../contract/credentials.ts';
import { always } from '../../contract/provenance.ts';
import { type MockResponse, readHeader } from '../../mock/message.ts';
import { changeLinks, hasUrls, readPage } from '../../page/page-reader.ts';
import { CRASH, editPages, editResponses, everyContract } from '../edits.ts';
import type { Deviation } from './deviation.ts';
import { isOpenText } from './filter-traits.ts';

/** Where names are looked for, they have letters of all kinds. */
const hasTexts = ({ filters }: Contract): boolean => filters.some(isOpenText);
const readsByGet = ({ method }: Contract): boolean => method === 'GET';

/** How responses are delivered: bytes, headers that caches and proxies go by, and how steadily. */
export const deliveryDeviations: readonly Deviation[] = [
  {
    name: 'bytes-of-other-charset',
    summary: 'characters beyond ASCII are sent in ISO 8859-1',
    area: 'shape',
    breaks: (contract) => (/charset/i.test(contract.mediaRange) ? 'documented' : 'inferred'),
    appliesTo: hasTexts,
    wrap: editResponses((response) => {
      const text = Buffer.from(response.body, 'latin1').toString('utf8');
      return { ...response, body: text.replace(/[\u0100-\uffff]/g, '?'), content: undefined };
    }),
  },
  {
    name: 'texts-cut-amid-character',
    summary: 'a text with characters beyond ASCII ends within one of them',
    area: 'shape',
    breaks: always('inferred'),
    appliesTo: hasTexts,
    wrap: editPages((page) => {
      page.items = JSON.parse(
        JSON.stringify(page.items, (_, value) => (typeof value === 'string' ? cut(value) : value)),
      );
    }),
  },
  {
    name: 'any-tag-is-fresh',
    summary: 'a request with any tag in If-None-Match gives 304',
    area: 'robustness',
    breaks: always('inferred'),
    appliesTo: readsByGet,
    wrap: editResponses((response, request) => {
      if (response.status !== 200) return response;
      return readHeader(request, 'if-none-match') === undefined ? tag(response, 'all') : notModified('all');
    }),
  },
  {
    name: 'tag-of-path-only',
    summary: 'all pages have the same tag, so that one is taken for another',
    area: 'robustness',
    breaks: always('inferred'),
    appliesTo: readsByGet,
    wrap: editResponses((response, request) => {
      if (response.status !== 200) return response;
      const own = createHash('sha256').update(request.path).digest('hex').slice(0, 16);
      return readHeader(request, 'if-none-match') === `"${own}"` ? notModified(own) : tag(response, own);
    }),
  },
  {
    name: 'tag-of-total-only',
    summary: 'pages of as many rows in all have the same tag, so that one is taken for another',
    area: 'robustness',
    breaks: always('inferred'),
    appliesTo: (contract) => readsByGet(contract) && contract.envelope.roles.has('total'),
    wrap:
      ({ contract, handle }) =>
      (request) => {
        const response = handle(request);
        const page = readPage(contract, response);
        if (response === undefined || page === undefined) return response;
        const own = `n${String(page.read('total'))}`;
        return readHeader(request, 'if-none-match') === `"${own}"` ? notModified(own) : tag(response, own);
      },
  },
  {
    name: 'tag-of-other-partition',
    summary: 'both parts of the rows have the same tag, so that one is taken for the other',
    area: 'robustness',
    breaks: always('inferred'),
    appliesTo: (contract) => readsByGet(contract) && contract.access.partition !== undefined,
    wrap: editResponses((response, request) => {
      if (response.status !== 200) return response;
      const own = createHash('sha256').update(request.path).update(request.query).digest('hex').slice(0, 16);
      return readHeader(request, 'if-none-match') === `"${own}"` ? notModified(own) : tag(response, own);
    }),
  },
  {
    name: 'pages-cached-publicly',
    summary: 'pages that need credentials may be kept by shared caches',
    area: 'robustness',
    breaks: always('chosen'),
    appliesTo: (contract) => readsByGet(contract) && usualSchemes(contract).length > 0,
    wrap: editResponses((response) => {
      return response.status !== 200
        ? response
        : { ...response, headers: [...response.headers, ['Cache-Control', 'public, max-age=600']], content: undefined };
    }),
  },
  {
    name: 'links-follow-forwarded-host',
    summary: 'links have the host that a client names in X-Forwarded-Host',
    area: 'paging',
    breaks: always('inferred'),
    appliesTo: (contract) => hasUrls(contract) && contract.envelope.forms.get('next') === 'link',
    wrap: editPages((page, request) => {
      const host = readHeader(request, 'x-forwarded-host');
      if (host !== undefined)
        changeLinks(page, (link) => link.replace(/^(https?:\/\/)[^/]+/, (_, scheme) => scheme + host));
    }),
  },
  {
    name: 'other-accept-crashes',
    summary: 'a request that accepts another media type only gives 500',
    area: 'robustness',
    breaks: always('documented'),
    appliesTo: everyContract,
    wrap: editResponses((response, request) => {
      const accept = readHeader(request, 'accept');
      const isOther = accept !== undefined && !/json|\*\/\*/.test(accept);
      return isOther && response.status !== 401 && response.status !== 403 ? CRASH : response;
    }),
  },
  {
    name: 'every-25th-request-crashes',
    summary: 'every 25th request gives 500',
    area: 'robustness',
    breaks: always('documented'),
    appliesTo: everyContract,
    wrap: ({ handle }) => {
      let count = 0;
      return (request) => {
        count += 1;
        return count % 25 === 0 ? CRASH : handle(request);
      };
    },
  },
];

function tag(response: MockResponse, text: string): MockResponse {
  return { ...response, headers: [...response.headers, ['ETag', `"${text}"`]], content: undefined };
}

function notModified(text: string): MockResponse {
  return { status: 304, headers: [['ETag', `"${text}"`]], body: '' };
}

/** As a text reads that was cut after some bytes and decoded again. */
function cut(text: string): string {
  const place = text.search(/\P{ASCII}/u);
  return place === -1 ? text : `${text.slice(0, place)}\ufffd`;
}
