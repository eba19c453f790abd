import type { ListMock } from '../../mock/list-mock.ts';

/**
 * The list whose contract should say that a path leads nowhere: the one whose path begins most like it, by whole segments.
 *
 * @returns `undefined` when none begins like it
 */
export function findNearestList(lists: readonly ListMock[], path: string): ListMock | undefined {
  const segments = path.split('/').slice(1);
  let nearest: ListMock | undefined;
  let most = 0;
  for (const list of lists) {
    const template = list.contract.path.split('/').slice(1);
    const common = countCommon(template, segments);
    if (common > most) {
      nearest = list;
      most = common;
    }
  }
  return nearest;
}

function countCommon(template: readonly string[], segments: readonly string[]): number {
  const end = template.findIndex(
    (segment, index) => segment === '' || segment.includes('{') || segment !== segments[index],
  );
  return end === -1 ? template.length : end;
}
