/** Gives components the store and its current value. */
import { createContext, useContext, useSyncExternalStore } from 'react';
import type { Store, Ui } from './store.ts';

export const StoreContext = createContext<Store | null>(null);

export function useStore(): Store {
  const store = useContext(StoreContext);
  if (store === null) throw new Error('The store is missing above this component.');
  return store;
}

export function useUi(): Ui {
  const store = useStore();
  return useSyncExternalStore(store.subscribe, store.get);
}
