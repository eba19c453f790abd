/// <reference lib="dom" />
// What scripts have done inside a page: each function is sent there as it stands, so it uses nothing of this file.

/** What has the focus; `undefined` where nothing of the page has. */
export function describeFocus() {
  let element = document.activeElement;
  if (element === null || element === document.body) return undefined;
  const { outlineStyle, outlineWidth } = getComputedStyle(element);
  const { width, height, top, bottom, left, right } = element.getBoundingClientRect();
  const html = element.outerHTML.slice(0, 160);
  const labelled = (element.getAttribute('aria-labelledby') ?? '').split(' ').map((id) => document.getElementById(id));
  const labels = element instanceof HTMLInputElement || element instanceof HTMLSelectElement ? element.labels : null;
  const name = [
    element.getAttribute('aria-label'),
    ...labelled.map((label) => label?.textContent),
    ...[...(labels ?? [])].map((label) => label.textContent),
    element.textContent,
    element.getAttribute('title'),
  ].join('');
  const path = [];
  for (; element !== null; element = element.parentElement) {
    path.push([...(element.parentElement?.children ?? [])].indexOf(element));
  }
  return {
    path: path.join(' '),
    html,
    name: name.trim(),
    isSeen: width > 0 && height > 0 && bottom > 0 && top < innerHeight && right > 0 && left < innerWidth,
    isMarked: outlineStyle !== 'none' && Number.parseFloat(outlineWidth) >= 1,
  };
}

/**
 * @param {string} base64 - of a PNG
 * @returns {Promise<string>} the picture as WebP, in a data URL
 */
export async function encodeAsWebp(base64) {
  const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
  const picture = await createImageBitmap(new Blob([bytes]));
  const canvas = document.createElement('canvas');
  canvas.width = picture.width;
  canvas.height = picture.height;
  canvas.getContext('2d')?.drawImage(picture, 0, 0);
  return canvas.toDataURL('image/webp', 0.66);
}
