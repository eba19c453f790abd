/** What a request asks for. */
export interface Target {
  /** As it was sent, without the query. */
  readonly path: string;
  /** What stands after the first `?`; empty without one. */
  readonly query: string;
}

/**
 * Splits the target of a request. The form that is meant for a proxy (`http://host/path`) counts as its path, and the
 * `*` of `OPTIONS *` as a path.
 *
 * @param url - as it stands in the request line
 */
export function readTarget(url: string): Target {
  const local = url.charCodeAt(0) === 47 /* / */ ? url : toLocal(url);
  const mark = local.indexOf('?');
  return mark === -1 ? { path: local, query: '' } : { path: local.slice(0, mark), query: local.slice(mark + 1) };
}

function toLocal(url: string): string {
  const start = /^https?:\/\/[^/?#]*/i.exec(url)?.[0];
  if (start === undefined) return url;
  const rest = url.slice(start.length);
  return rest.startsWith('/') ? rest : `/${rest}`;
}
