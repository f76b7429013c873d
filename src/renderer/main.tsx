/** Starts the window: one store over the contract, one tree over the store. */
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import './styles/fonts.css';
import './styles/tokens.css';
import './styles/base.css';
import { App } from './app.tsx';
import { FatalBoundary } from './screens/fatal/fatal-boundary.tsx';
import { createStore } from './state/store.ts';
import { StoreContext } from './state/use-store.ts';

const root = document.getElementById('root');
if (root === null) throw new Error('The page has no root.');
const store = createStore(window.keyrite);
void store.start();
createRoot(root).render(
  <StrictMode>
    <FatalBoundary>
      <StoreContext value={store}>
        <App />
      </StoreContext>
    </FatalBoundary>
  </StrictMode>,
);
