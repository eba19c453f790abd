import type { Contract, Page } from './contract.ts';
import { typesOf } from './openapi/schema-branches.ts';

/** The parameters by which a request says where its page begins, and which way it lies. */
export function listPositionNames(page: Page): readonly string[] {
  const backward = backwardOf(page);
  const direction = page.style === 'keyset' ? page.direction?.parameter : undefined;
  const other = page.also === undefined ? [] : listPositionNames(page.also);
  return [page.position, backward, direction, ...other].filter((name) => name !== undefined);
}

/** The parameter that says before what a page ends. */
export function backwardOf(page: Page): string | undefined {
  return page.style === 'key' || page.style === 'keyset' ? page.backward : undefined;
}

/**
 * What a request for the first page has to send as its position: where the document requires the parameter, or the block says that
 * a value means the first page.
 *
 * @returns `undefined` where nothing has to be sent, or nobody can know what
 */
export function firstPosition({ page, parameters, provenanceOf }: Contract): string | number | undefined {
  const declared = parameters.find(({ name, in: place }) => name === page.position && place !== 'path');
  const isWritten = page.start !== undefined && provenanceOf(['page', 'position', 'start']).silent === undefined;
  if (declared?.required !== true && !isWritten) return undefined;
  if (page.style === 'number' || page.style === 'offset') return page.first;
  const isInteger = typesOf(declared?.schema ?? {}).includes('integer');
  return isInteger && page.start !== undefined ? Number(page.start) : page.start;
}

/** Whether a position is required, though nobody can know one before the first page. */
export function isUnknowable(name: string, page: Page): boolean {
  return name === page.position && page.start === undefined && page.style !== 'number' && page.style !== 'offset';
}

/** What a list is told to be: its page style, or that the whole of it is one page. */
export type PageStyleName = Page['style'] | 'all';

export function pageStyleOf(page: Page): PageStyleName {
  return page.style === 'links' && page.isWhole === true ? 'all' : page.style;
}
