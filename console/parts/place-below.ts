/** How far a panel stays away from the edges of the window, in pixels. */
const MARGIN = 8;

/** Places a panel that has just been opened below what opened it, within the window. */
export function placeBelow(panel: HTMLElement, opener: HTMLElement | null): void {
  if (opener === null) return;
  const { left, right, bottom, top } = opener.getBoundingClientRect();
  const { width, height } = panel.getBoundingClientRect();
  const furthest = innerWidth - width - MARGIN;
  const x = Math.max(MARGIN, Math.min(left, furthest));
  const isRoom = bottom + 4 + height <= innerHeight - MARGIN || top < height;
  panel.style.left = `${left > furthest ? Math.max(MARGIN, Math.min(right - width, furthest)) : x}px`;
  panel.style.top = `${isRoom ? bottom + 4 : top - height - 4}px`;
}
