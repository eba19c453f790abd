import type { Contract, Json, Provenance } from '../../contract/contract.ts';

import { always, strongest } from '../../contract/provenance.ts';

import type { MockResponse } from '../../mock/message.ts';
import { isSuccess, readBody, writeBody } from '../../page/page-reader.ts';
import { editErrors, editResponses, everyContract, htmlError } from '../edits.ts';

import type { Deviation } from './deviation.ts';

/** Media types, and the form of errors. */
export const messageDeviations: readonly Deviation[] = [
  {
    name: 'media-type-html',
    summary: 'pages are sent as HTML',
    area: 'shape',
    breaks: always('documented'),
    appliesTo: everyContract,
    wrap: changeMediaType(() => 'text/html; charset=utf-8'),
  },
  {
    name: 'charset-missing',
    summary: 'the media type lacks its charset',
    area: 'shape',
    breaks: always('documented'),
    appliesTo: ({ mediaType }) => /charset/i.test(mediaType),
    wrap: changeMediaType((mediaType) => mediaType.split(';')[0] ?? mediaType),
  },
  {
    name: 'charset-other',
    summary: 'the media type names ISO-8859-1 as charset',
    area: 'shape',
    breaks: always('documented'),
    appliesTo: everyContract,
    wrap: changeMediaType((mediaType) => `${mediaType.split(';')[0]}; charset=iso-8859-1`),
  },
  {
    name: 'errors-as-html',
    summary: 'errors are HTML pages',
    area: 'shape',
    breaks: markOfExamples,
    appliesTo: ({ errors }) => errors.size > 0,
    wrap: editErrors(({ status, headers }) => {
      const page = htmlError(status);
      return { ...page, headers: [...page.headers, ...headers.filter(([name]) => !/^content-type$/i.test(name))] };
    }),
  },
  {
    name: 'errors-without-body',
    summary: 'errors have no body',
    area: 'shape',
    breaks: markOfExamples,
    appliesTo: ({ errors }) => errors.size > 0,
    wrap: editErrors((response) => ({ ...response, body: '' })),
  },
  {
    name: 'errors-in-other-form',
    summary: 'errors have the form of RFC 9457 in place of the documented one',
    area: 'shape',
    breaks: markOfExamples,
    appliesTo: ({ errors }) => errors.size > 0,
    wrap: editErrors((response) =>
      writeBody(response, { type: 'about:blank', title: 'Error', status: response.status }),
    ),
  },
  {
    name: 'error-codes-other',
    summary: 'error codes differ from the documented ones',
    area: 'shape',
    breaks: ({ provenanceOf }) => provenanceOf(['errors', 'invalidPosition']).mark,
    appliesTo: ({ errors }) => /"(code|type)":"/.test(JSON.stringify(errors.get('invalidPosition')?.body ?? '')),
    wrap: editErrors((response) =>
      changeTexts(response, (key, text) => (key === 'code' || key === 'type' ? `${text}-error` : text)),
    ),
  },
];

/** How binding the form of errors is: where examples are only chosen, other forms are as good. */
function markOfExamples({ errors, provenanceOf }: Contract): Provenance {
  return strongest(...[...errors.keys()].map((name) => provenanceOf(['errors', name, 'example']).mark));
}

function changeMediaType(change: (mediaType: string) => string): NonNullable<Deviation['wrap']> {
  return editResponses((response) => {
    if (!isSuccess(response)) return response;
    const headers = response.headers.map(([name, value]) => {
      return [name, /^content-type$/i.test(name) ? change(value) : value] as const;
    });
    return { ...response, headers };
  });
}

function changeTexts(response: MockResponse, change: (key: string, text: string) => string): MockResponse {
  const body = readBody(response);
  if (body === undefined) return response;
  const text = JSON.stringify(body, (key, value: unknown) => (typeof value === 'string' ? change(key, value) : value));
  return writeBody(response, JSON.parse(text) as Json);
}
