import type { Contract, Filter } from '../../contract/contract.ts';
import { usualSchemes } from '../../contract/credentials.ts';
import { always, restsOn } from '../../contract/provenance.ts';
import { type MockRequest, readHeader } from '../../mock/message.ts';
import type { MockState } from '../../mock/state.ts';
import { isFiltered, readParameter, setParameter } from '../../page/query.ts';
import { editErrors } from '../edits.ts';
import type { Deviation } from './deviation.ts';
import { unbindTokens } from './filter-traits.ts';

const needsCredentials = ({ access }: Contract): boolean => {
  return access.credentials.length > 0 && access.credentials.every((schemes) => schemes.length > 0);
};
const hasHeaderCredentials = (contract: Contract): boolean => {
  return needsCredentials(contract) && usualSchemes(contract).some((scheme) => scheme.in === 'header');
};
const needsSeveral = ({ access: { credentials } }: Contract): boolean => {
  return credentials.length === 1 && credentials.flat().length > 1;
};
const lastFilter = ({ filters }: Contract): Filter | undefined => {
  return filters.length < 2 ? undefined : filters.findLast(({ serialization }) => serialization === 'plain');
};
const hasLastFilter = (request: MockRequest, contract: Contract): boolean => {
  return readParameter(request, lastFilter(contract)?.parameter) !== undefined;
};
const openToAll = (contract: Contract): Contract => ({ ...contract, access: { ...contract.access, credentials: [] } });
const withoutPosition = (contract: Contract, request: MockRequest): MockRequest => {
  return setParameter(request, contract.page.position, undefined);
};

/** Access that is checked, but not in the presence of something else. */
export const presenceDeviations: readonly Deviation[] = [
  {
    name: 'bad-position-lets-in',
    summary: 'a request without credentials and with an invalid position returns the first page',
    area: 'access',
    breaks: restsOn('access/credentials'),
    appliesTo: needsCredentials,
    wrap: letIn((request, contract) => {
      const position = readParameter(request, contract.page.position);
      return position !== undefined && position !== '' && /[^\d]/.test(position);
    }),
  },
  {
    name: 'empty-position-lets-in',
    summary: 'a request without credentials and with an empty position returns the first page',
    area: 'access',
    breaks: restsOn('access/credentials'),
    appliesTo: needsCredentials,
    wrap: letIn((request, contract) => readParameter(request, contract.page.position) === ''),
  },
  {
    name: 'filter-lets-in',
    summary: 'a request with a filter needs no credentials',
    area: 'access',
    breaks: restsOn('access/credentials'),
    appliesTo: (contract) => needsCredentials(contract) && contract.filters.length > 0,
    wrap: letIn((request, contract) => isFiltered(contract, request)),
  },
  {
    name: 'last-filter-lets-in',
    summary: 'a request with the last of the filters needs no credentials',
    area: 'access',
    breaks: restsOn('access/credentials'),
    appliesTo: (contract) => needsCredentials(contract) && lastFilter(contract) !== undefined,
    wrap: letIn(hasLastFilter),
  },
  {
    name: 'head-needs-no-credentials',
    summary: 'a HEAD request needs no credentials',
    area: 'access',
    breaks: restsOn('access/credentials'),
    appliesTo: (contract) => needsCredentials(contract) && contract.method === 'GET',
    wrap: letIn(({ method }) => method === 'HEAD'),
  },
  {
    name: 'second-credential-not-needed-by-head',
    summary: 'of several credentials, a HEAD request needs only the first',
    area: 'access',
    breaks: restsOn('access/credentials'),
    appliesTo: (contract) => needsSeveral(contract) && contract.method === 'GET',
    wrap: letInByFirst(({ method }) => method === 'HEAD'),
  },
  {
    name: 'second-credential-not-needed-on-next-page',
    summary: 'of several credentials, a request with a position needs only the first',
    area: 'access',
    breaks: restsOn('access/credentials'),
    appliesTo: needsSeveral,
    wrap: letInByFirst((request, contract) => readParameter(request, contract.page.position) !== undefined),
  },
  {
    name: 'second-credential-not-needed-with-filter',
    summary: 'of several credentials, a request with a filter needs only the first',
    area: 'access',
    breaks: restsOn('access/credentials'),
    appliesTo: (contract) => needsSeveral(contract) && contract.filters.length > 0,
    wrap: letInByFirst((request, contract) => isFiltered(contract, request)),
  },
  {
    name: 'second-credential-not-needed-with-last-filter',
    summary: 'of several credentials, a request with the last of the filters needs only the first',
    area: 'access',
    breaks: restsOn('access/credentials'),
    appliesTo: (contract) => needsSeveral(contract) && lastFilter(contract) !== undefined,
    wrap: letInByFirst(hasLastFilter),
  },
  {
    name: 'last-caller-remembered',
    summary: 'a request without credentials right after one with them is accepted as if it had the same',
    area: 'access',
    breaks: restsOn('access/credentials'),
    appliesTo: hasHeaderCredentials,
    wrap: ({ contract, handle }) => {
      const names = usualSchemes(contract).map(({ parameter }) => parameter);
      let last: MockRequest['headers'] | undefined;
      return (request) => {
        const isBare = names.some((name) => request.headers[name] === undefined);
        const kept = Object.fromEntries(names.map((name) => [name, last?.[name]]));
        const response = handle(isBare ? { ...request, headers: { ...request.headers, ...kept } } : request);
        last = !isBare && response?.status === 200 ? request.headers : undefined;
        return response;
      };
    },
  },
  {
    name: 'version-not-needed-with-bad-position',
    summary: 'a request with an invalid position needs no version',
    area: 'access',
    breaks: restsOn('access/version'),
    appliesTo: ({ access }) => access.version?.parameter.required === true,
    wrap: ({ contract, handle }) => {
      const { parameter, known } = contract.access.version ?? { parameter: undefined, known: [] };
      const name = parameter?.name.toLowerCase() ?? '';
      return (request) => {
        const position = readParameter(request, contract.page.position);
        if (position === undefined || readHeader(request, name) !== undefined) return handle(request);
        const versioned = { ...request, headers: { ...request.headers, [name]: known[0] } };
        const response = handle(versioned);
        return response?.status === 400 ? handle(withoutPosition(contract, versioned)) : handle(request);
      };
    },
  },
  {
    name: 'collection-not-checked-in-partition',
    summary: 'whose collection is requested is not checked where the other part of the rows is requested',
    area: 'access',
    breaks: restsOn('access/scope'),
    appliesTo: ({ access }) => access.scope?.in === 'header' && access.partition !== undefined,
    wrap: ({ contract, handle, variant }) => {
      const open = variant({ overrideState: shareCollections });
      const name = contract.access.partition?.parameter.name.toLowerCase() ?? '';
      return (request) => (readHeader(request, name) === 'true' ? open(request) : handle(request));
    },
  },
  {
    name: 'encoded-collection-not-checked',
    summary: 'whose collection is requested is not checked where its name is percent-encoded',
    area: 'access',
    breaks: restsOn('access/scope'),
    appliesTo: ({ access }) => access.scope?.in === 'path',
    wrap: ({ handle, variant }) => {
      const open = variant({
        overrideContract: (contract) => unbindTokens(contract, 'tenant', 'scope'),
        overrideState: shareCollections,
      });
      return (request) => (request.path.includes('%') ? open(request) : handle(request));
    },
  },
  {
    name: 'credential-in-errors',
    summary: 'an error repeats the credential of the request',
    area: 'access',
    breaks: always('inferred'),
    appliesTo: (contract) => hasHeaderCredentials(contract) && contract.errors.has('unauthenticated'),
    wrap: editErrors((response, request, { contract }) => {
      const sent = usualSchemes(contract).map(({ parameter }) => readHeader(request, parameter) ?? '');
      if (response.status !== 401 || sent.every((one) => one === '')) return response;
      const body = response.body.replace(/^\{/, () => `{"given":${JSON.stringify(sent.join(' '))},`);
      return { ...response, body };
    }),
  },
];

/** Makes a wrap that answers some requests without credentials as if they had them, from the first page. */
function letIn(test: (request: MockRequest, contract: Contract) => boolean): NonNullable<Deviation['wrap']> {
  return ({ contract, handle, variant }) => {
    const open = variant({ overrideContract: openToAll });
    return (request) => {
      const response = handle(request);
      if (response?.status !== 401 || !test(request, contract)) return response;
      return open(withoutPosition(contract, request));
    };
  };
}

/** Makes a wrap that asks some requests for the first of several credentials only. */
function letInByFirst(test: (request: MockRequest, contract: Contract) => boolean): NonNullable<Deviation['wrap']> {
  return ({ contract, handle, variant }) => {
    const half = variant({
      overrideContract: ({ access, ...others }) => ({
        ...others,
        access: { ...access, credentials: access.credentials.map((schemes) => schemes.slice(0, 1)) },
      }),
    });
    return (request) => (test(request, contract) ? half(request) : handle(request));
  };
}

function shareCollections(state: MockState): MockState {
  return { ...state, tenants: state.tenants.map((tenant) => ({ ...tenant, collections: state.collections })) };
}
