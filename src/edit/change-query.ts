/** Changes the query of a link; a link without one stays as it is. */
export function changeQuery(link: string, change: (query: string) => string): string {
  const [address = '', query = ''] = link.split('?');
  return query === '' ? link : `${address}?${change(query)}`;
}
