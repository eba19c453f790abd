import type { Contract, ErrorAnswer, Json } from '../../contract/contract.ts';
import { editAnswers, editRefusals } from '../../edit/edit-pages.ts';
import { escapeUnit } from '../../edit/escape-unit.ts';
import { everyContract } from '../../edit/every-contract.ts';
import type { MockResponse } from '../../mock/message.ts';
import { readBody, writeBody, writePointer } from '../../page/page-reader.ts';
import { toByteString } from '../../store/to-byte-string.ts';
import type { Deviation } from '../deviation.ts';

/** The same answers, spelled in another way or with more in them. */
export const messageVariations: readonly Deviation[] = [
  {
    name: 'more-envelope-fields',
    summary: 'pages have members around the items that are not documented',
    area: 'shape',
    appliesTo: everyContract,
    wrap: editAnswers((response) => {
      return response.status === 200 ? addMembers(response, { meta: { took_ms: 3 }, warnings: [] }) : response;
    }),
  },
  {
    name: 'more-error-fields',
    summary: 'errors have members that are not documented',
    area: 'shape',
    appliesTo: everyContract,
    wrap: editRefusals((response) =>
      addMembers(response, { documentation: 'https://docs.example/errors', instance: null }),
    ),
  },
  {
    name: 'errors-reworded',
    summary: 'errors whose wording is not documented have another one',
    area: 'shape',
    appliesTo: ({ errors }) => errors.size > 0,
    bendContract: rewordErrors,
  },
  {
    name: 'body-spelled-otherwise',
    summary: 'bodies are indented, and have other characters than those of ASCII escaped',
    area: 'shape',
    appliesTo: everyContract,
    wrap: editAnswers((response) => {
      const body = readBody(response);
      if (body === undefined) return response;
      return { ...response, body: toByteString(`${escapeText(JSON.stringify(body, undefined, 2))}\n`) };
    }),
  },
  {
    name: 'media-type-spelled-otherwise',
    summary: 'the media type is spelled in other letters, with spaces and quotation marks',
    area: 'shape',
    appliesTo: everyContract,
    wrap: editAnswers((response) => {
      const headers = response.headers.map(([name, value]) => {
        return [name, /^application\/json/i.test(value) ? 'Application/JSON ; Charset="utf-8"' : value] as const;
      });
      return { ...response, headers };
    }),
  },
  {
    name: 'more-headers',
    summary: 'answers have the headers that proxies and frameworks add',
    area: 'shape',
    appliesTo: everyContract,
    wrap: editAnswers((response) => {
      const more = [
        ['ETag', 'W/"7f9c"'],
        ['Cache-Control', 'private, max-age=0'],
        ['Vary', 'Accept-Encoding, Origin'],
        ['Set-Cookie', 'session=1; HttpOnly'],
        ['X-RateLimit-Remaining', '999'],
      ] as const;
      return { ...response, headers: [...response.headers, ...more] };
    }),
  },
];

function addMembers(response: MockResponse, members: Readonly<Record<string, Json>>): MockResponse {
  const body = readBody(response);
  if (typeof body !== 'object' || body === null || Array.isArray(body)) return response;
  for (const [name, value] of Object.entries(members)) writePointer(body, [name], value);
  return writeBody(response, body);
}

function escapeText(json: string): string {
  return json.replace(/[^\x20-\x7e\n]/g, escapeUnit);
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
