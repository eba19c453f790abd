import type { Contract, CredentialScheme } from '../../contract/contract.ts';
import { always, restsOn, weakest } from '../../contract/provenance.ts';

import { type MockRequest, readHeader } from '../../mock/message.ts';
import type { MockState } from '../../mock/state.ts';
import { isLaterPage } from '../../page/query.ts';
import { editRequests, editResponses } from '../edits.ts';
import type { Deviation } from './deviation.ts';

const hasCredentials = ({ access }: Contract): boolean => access.credentials.length > 0;
const hasWord = ({ access }: Contract): boolean => access.credentials.some(({ word }) => word !== undefined);
const openToAll = (contract: Contract): Contract => ({ ...contract, access: { ...contract.access, credentials: [] } });

/** Credentials that are not looked at as they should be. */
export const credentialDeviations: readonly Deviation[] = [
  {
    name: 'credentials-not-checked',
    summary: 'rows are returned without credentials',
    area: 'access',
    breaks: restsOn('access/credentials'),
    appliesTo: hasCredentials,
    overrideContract: openToAll,
  },
  {
    name: 'credentials-not-checked-on-next-page',
    summary: 'later pages are returned without credentials',
    area: 'access',
    breaks: restsOn('access/credentials'),
    appliesTo: hasCredentials,
    wrap: letIn((request, contract) => isLaterPage(contract, request)),
  },
  {
    name: 'any-credential-accepted',
    summary: 'every credential is accepted, as long as there is one',
    area: 'access',
    breaks: restsOn('access/credentials'),
    appliesTo: hasCredentials,
    wrap: letIn((request, { access }) => access.credentials.every((scheme) => readCredential(request, scheme) !== '')),
  },
  {
    name: 'credentials-compared-by-beginning',
    summary: 'a credential is accepted when it begins like a valid one',
    area: 'access',
    breaks: restsOn('access/credentials'),
    appliesTo: hasCredentials,
    wrap: editRequests((request, { contract, state }) => {
      const changes = contract.access.credentials.map((scheme) => {
        const given = readCredential(request, scheme);
        const known = state.tenants.flatMap(({ credentials }) =>
          credentials.map(({ values }) => values[scheme.name] ?? ''),
        );
        const like = known.find(
          (value) =>
            given.length > 5 && value.slice(0, -6) !== '' && given.startsWith(value.slice(0, value.length / 3)),
        );
        return [
          scheme.header,
          like === undefined || known.includes(given) ? request.headers[scheme.header] : join(scheme, like),
        ];
      });
      return { ...request, headers: { ...request.headers, ...Object.fromEntries(changes) } };
    }),
  },
  {
    name: 'second-credential-not-checked',
    summary: 'of several credentials that are required together, only the first is checked',
    area: 'access',
    breaks: restsOn('access/credentials'),
    appliesTo: ({ access }) => access.credentials.length > 1,
    overrideContract: (contract) => {
      const { access } = contract;
      return { ...contract, access: { ...access, credentials: access.credentials.slice(0, 1) } };
    },
  },
  {
    name: 'any-word-accepted',
    summary: 'a credential is accepted with any authentication scheme',
    area: 'access',
    breaks: restsOn('access/credentials'),
    appliesTo: hasWord,
    wrap: changeWord((header) => / /.test(header.trim())),
  },
  {
    name: 'no-word-needed',
    summary: 'a credential is accepted without its authentication scheme',
    area: 'access',
    breaks: (contract) => weakest('inferred', restsOn('access/credentials')(contract)),
    appliesTo: hasWord,
    wrap: changeWord((header) => header.trim() !== '' && !/ /.test(header.trim())),
  },
  {
    name: 'expired-credential-accepted',
    summary: 'credentials never expire',
    area: 'access',
    breaks: restsOn('access/credentials'),
    // Where credentials carry scopes they are tokens, and tokens expire.
    appliesTo: ({ access }) => access.requiredScopes.length > 0,
    overrideState: (state) => ({ ...state, tenants: state.tenants.map(withoutExpiry) }),
  },
  {
    name: 'scopes-not-checked',
    summary: 'a credential is accepted whatever its scopes',
    area: 'access',
    breaks: restsOn('access/credentials'),
    appliesTo: ({ access }) => access.requiredScopes.length > 0,
    overrideContract: (contract) => ({ ...contract, access: { ...contract.access, requiredScopes: [] } }),
  },
  {
    name: 'query-checked-before-credentials',
    summary: 'a request without credentials is told what is wrong with its query',
    area: 'access',
    breaks: restsOn('access/checks'),
    appliesTo: hasCredentials,
    wrap({ contract, handle, variant }) {
      const open = variant({ overrideContract: openToAll });
      return (request) => {
        const answer = handle(request);
        if (answer?.status !== 401) return answer;
        const inner = open(request);
        return inner?.status === contract.errors.get('invalidParameter')?.status ? inner : answer;
      };
    },
  },
  {
    name: 'answers-kept-without-credentials',
    summary: 'responses are cached by URL only, and returned to other callers',
    area: 'access',
    breaks: restsOn('access/credentials'),
    appliesTo: hasCredentials,
    wrap({ contract, handle }) {
      const kept = new Map<string, ReturnType<typeof handle>>();
      const names = new Set(contract.access.credentials.map(({ header }) => header));
      return (request) => {
        const rest = Object.entries(request.headers).filter(([name]) => !names.has(name));
        const key = JSON.stringify([request.path, request.query, rest]);
        const answer = kept.get(key) ?? handle(request);
        if (answer?.status === 200) kept.set(key, answer);
        return answer;
      };
    },
  },
  {
    name: 'credential-in-links',
    summary: 'links contain the credential of the request',
    area: 'access',
    breaks: always('documented'),
    appliesTo: (contract) =>
      hasCredentials(contract) && contract.page.style !== 'keyset' && contract.envelope.roles.has('next'),
    wrap: editResponses((response, request, { contract }) => {
      const [scheme] = contract.access.credentials;
      if (scheme === undefined || response.status !== 200) return response;
      const secret = encodeURIComponent(readCredential(request, scheme));
      const pattern = new RegExp(`("${request.origin}[^"?]*\\?)`, 'g');
      return { ...response, body: response.body.replace(pattern, `$1token=${secret}&`) };
    }),
  },
];

/** Makes a wrap that responds to some requests as if their credentials were valid. */
function letIn(test: (request: MockRequest, contract: Contract) => boolean): NonNullable<Deviation['wrap']> {
  return ({ contract, handle, variant }) => {
    const open = variant({ overrideContract: openToAll });
    return (request) => {
      const answer = handle(request);
      return answer?.status === 401 && test(request, contract) ? open(request) : answer;
    };
  };
}

function withoutExpiry(tenant: MockState['tenants'][number]): MockState['tenants'][number] {
  return { ...tenant, credentials: tenant.credentials.map(({ expires: _expiry, ...rest }) => rest) };
}

function readCredential(request: MockRequest, { header, word }: CredentialScheme): string {
  const text = readHeader(request, header)?.trim() ?? '';
  if (word === undefined) return text;
  const [first = '', rest = ''] = text.split(/ +/);
  return first.toLowerCase() === word.toLowerCase() ? rest : '';
}

function join({ word }: CredentialScheme, credential: string): string {
  return word === undefined ? credential : `${word} ${credential}`;
}

/** Makes a wrap that reads some headers as if the right word stood in front of the credential. */
function changeWord(concerns: (header: string) => boolean): NonNullable<Deviation['wrap']> {
  return editRequests((request, { contract }) => {
    const changes = contract.access.credentials.flatMap((scheme) => {
      const text = readHeader(request, scheme.header) ?? '';
      const last = text.trim().split(/ +/).at(-1) ?? '';
      return scheme.word !== undefined && concerns(text) ? [[scheme.header, join(scheme, last)]] : [];
    });
    return { ...request, headers: { ...request.headers, ...Object.fromEntries(changes) } };
  });
}
