import type { ComponentChildren, JSX, RefObject } from 'preact';

interface ScrollRegionProps {
  readonly label: string;
  readonly children: ComponentChildren;
  readonly class?: string;
  readonly box?: RefObject<HTMLDivElement | null>;
}

/** What scrolls by itself, and can be reached and scrolled by keys. */
export function ScrollRegion({ label, children, class: style = '', box }: ScrollRegionProps): JSX.Element {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by keys
    <section ref={box as RefObject<HTMLElement>} class={`scroll ${style}`} tabIndex={0} aria-label={label}>
      {children}
    </section>
  );
}
