import { computed, type ReadonlySignal } from '@preact/signals';
import type { ComponentType } from 'preact';
import { epoch } from '../state/connection.ts';
import { type View, view } from '../state/location.ts';
import { createResource } from '../state/resource.ts';

/** Each view is a part of its own, loaded when it is first opened. */
const LOADERS: Readonly<Record<View, () => Promise<ComponentType>>> = {
  explore: () => import('../explore/explore.tsx').then(({ Explore }) => Explore),
  watch: () => import('../watch/watch.tsx').then(({ Watch }) => Watch),
  change: () => import('../change/change.tsx').then(({ Change }) => Change),
  check: () => import('../check/check.tsx').then(({ Check }) => Check),
  tell: () => import('../tell/tell.tsx').then(({ Tell }) => Tell),
};

/** What draws the view of the URL. */
export const pageOfView = createResource<{ readonly view: View; readonly Page: ComponentType }>(async () => {
  epoch.value;
  const name = view.value;
  return { view: name, Page: await LOADERS[name]() };
});

/** `undefined` until its part is there. */
export const page: ReadonlySignal<ComponentType | undefined> = computed(() => {
  const loaded = pageOfView.value.value;
  return loaded?.view === view.value ? loaded.Page : undefined;
});
