import type { World } from '../../mock/world.ts';

/** The path of a list that has rows, and headers that open it. */
export function writeTarget({ contract: { access, path }, tenants }: World): {
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
} {
  const [tenant] = tenants;
  const [credential] = tenant?.credentials ?? [];
  const [collection = ''] = tenant?.collections ?? [];
  const headers = access.credentials.map(({ name, header, word }) => {
    const value = credential?.values[name] ?? '';
    return [header, word === undefined ? value : `${word} ${value}`] as const;
  });
  return {
    path: access.scope?.in === 'path' ? path.replace(`{${access.scope.name}}`, encodeURIComponent(collection)) : path,
    headers: {
      ...Object.fromEntries(headers),
      ...(access.version && { [access.version.parameter.name]: access.version.known[0] ?? '' }),
      ...(access.scope?.in === 'header' && { [access.scope.name]: collection }),
    },
  };
}
