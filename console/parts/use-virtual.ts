import {
  elementScroll,
  observeElementOffset,
  observeElementRect,
  type VirtualItem,
  Virtualizer,
} from '@tanstack/virtual-core';
import type { RefObject } from 'preact';
import { useEffect, useLayoutEffect, useReducer, useRef, useState } from 'preact/hooks';

interface VirtualList {
  /** Goes to the element that scrolls. */
  readonly scroll: RefObject<HTMLDivElement | null>;
  /** Those that are to be drawn now. */
  readonly items: readonly VirtualItem[];
  /** The height of all, in pixels. */
  readonly height: number;
  scrollTo(index: number): void;
}

/**
 * Draws only what is seen of a long list.
 *
 * @param size - the height of an item, in pixels
 */
export function useVirtual(count: number, size: number): VirtualList {
  const scroll = useRef<HTMLDivElement>(null);
  const [, redraw] = useReducer((state: number) => state + 1, 0);
  const options = {
    count,
    overscan: 12,
    estimateSize: () => size,
    getScrollElement: () => scroll.current,
    scrollToFn: elementScroll,
    observeElementRect,
    observeElementOffset,
    onChange: () => redraw(undefined),
  };
  const [virtualizer] = useState(() => new Virtualizer<HTMLDivElement, HTMLElement>(options));
  virtualizer.setOptions(options);
  useEffect(() => virtualizer._didMount(), [virtualizer]);
  useLayoutEffect(() => virtualizer._willUpdate());
  return {
    scroll,
    items: virtualizer.getVirtualItems(),
    height: virtualizer.getTotalSize(),
    scrollTo: (index) => virtualizer.scrollToIndex(index, { align: 'auto' }),
  };
}
