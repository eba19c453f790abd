import type { Contract, CredentialScheme } from '../../contract/contract.ts';
import { usualSchemes, writeCredential } from '../../contract/credentials.ts';
import { always, restsOn, weakest } from '../../contract/provenance.ts';

import { type MockRequest, readHeader } from '../../mock/message.ts';
import type { MockState } from '../../mock/state.ts';
import { hasUrls, isSuccess } from '../../page/page-reader.ts';
import { isLaterPage } from '../../page/query.ts';
import { editRequests, editResponses } from '../edits.ts';
import type { Deviation } from './deviation.ts';

const hasCredentials = ({ access }: Contract): boolean => access.credentials.length > 0;
/** The schemes whose credentials a deviation can read and change: those in headers. */
const listHeaderSchemes = (contract: Contract): readonly CredentialScheme[] =>
  usualSchemes(contract).filter((scheme) => scheme.in === 'header');
const hasWord = (contract: Contract): boolean => listHeaderSchemes(contract).some(({ word }) => word !== undefined);
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
    appliesTo: (contract) => listHeaderSchemes(contract).length > 0,
    wrap: letIn((request, contract) =>
      listHeaderSchemes(contract).every((scheme) => readCredential(request, scheme) !== ''),
    ),
  },
  {
    name: 'credentials-compared-by-beginning',
    summary: 'a credential is accepted when it begins like a valid one',
    area: 'access',
    breaks: restsOn('access/credentials'),
    appliesTo: (contract) => listHeaderSchemes(contract).length > 0,
    wrap: editRequests((request, { contract, state }) => {
      const changes = listHeaderSchemes(contract).map((scheme) => {
        const given = readCredential(request, scheme);
        const known = state.tenants.flatMap(({ credentials }) =>
          credentials.map(({ values }) => values[scheme.name] ?? ''),
        );
        const like = known.find(
          (value) =>
            given.length > 5 && value.slice(0, -6) !== '' && given.startsWith(value.slice(0, value.length / 3)),
        );
        return [
          scheme.parameter,
          like === undefined || known.includes(given)
            ? request.headers[scheme.parameter]
            : writeCredential(scheme, like),
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
    appliesTo: ({ access: { credentials } }) => credentials.length === 1 && credentials.flat().length > 1,
    overrideContract: (contract) => {
      const { access } = contract;
      return {
        ...contract,
        access: { ...access, credentials: access.credentials.map((schemes) => schemes.slice(0, 1)) },
      };
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
    wrap({ handle }) {
      const kept = new Map<string, ReturnType<typeof handle>>();
      return (request) => {
        const key = JSON.stringify([request.path, request.query]);
        const answer = kept.get(key) ?? handle(request);
        if (isSuccess(answer)) kept.set(key, answer);
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
      listHeaderSchemes(contract).length > 0 &&
      hasUrls(contract) &&
      contract.envelope.roles.get('next')?.in !== 'header',
    wrap: editResponses((response, request, { contract }) => {
      const [scheme] = listHeaderSchemes(contract);
      if (scheme === undefined || !isSuccess(response)) return response;
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

function readCredential(request: MockRequest, { parameter, word }: CredentialScheme): string {
  const text = readHeader(request, parameter)?.trim() ?? '';
  if (word === undefined) return text;
  const [first = '', rest = ''] = text.split(/ +/);
  return first.toLowerCase() === word.toLowerCase() ? rest : '';
}

/** Makes a wrap that reads some headers as if the right word stood in front of the credential. */
function changeWord(concerns: (header: string) => boolean): NonNullable<Deviation['wrap']> {
  return editRequests((request, { contract }) => {
    const changes = listHeaderSchemes(contract).flatMap((scheme) => {
      const text = readHeader(request, scheme.parameter) ?? '';
      const last = text.trim().split(/ +/).at(-1) ?? '';
      return scheme.word !== undefined && concerns(text) ? [[scheme.parameter, writeCredential(scheme, last)]] : [];
    });
    return { ...request, headers: { ...request.headers, ...Object.fromEntries(changes) } };
  });
}
