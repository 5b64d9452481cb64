// The renderer's entry: puts the api, the workspace and the app together. Randomness and time enter here and nowhere below.
import './zod-without-eval';
import '@fontsource-variable/inter/wght.css';
import '@fontsource-variable/literata/opsz.css';
import '@fontsource-variable/literata/opsz-italic.css';
import './ui/book-fonts.css';
import './ui/tokens.css';
import './ui/base.css';
import './ui/controls.css';
import './ui/popups.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { createStudioApi } from './api/studio-api';
import { studioClient } from './api/studio-client';
import { App } from './app';
import { createWorkspace } from './features/workspace/workspace';
import { chooseLanguage } from './i18n/language';

const randomWords = (count: number): Uint32Array => crypto.getRandomValues(new Uint32Array(count));

const api = createStudioApi(studioClient(), (thrown) => workspace.report(thrown));
const workspace = createWorkspace(api, {
  newId: () => [...randomWords(4)].map((word) => word.toString(36).padStart(7, '0')).join(''),
  newSeed: () => randomWords(1)[0] ?? 0,
  nowMs: () => Date.now(),
  schedule: (ms, callback) => {
    const timer = window.setTimeout(callback, ms);
    return () => window.clearTimeout(timer);
  },
});

const followLanguage = (): void => chooseLanguage(api.settings.get()?.language ?? 'system');
followLanguage();
api.settings.subscribe(followLanguage);

void workspace.openLast();

const root = document.getElementById('root');
if (root === null) throw new Error('index.html has no element with the id "root".');
createRoot(root).render(
  <StrictMode>
    <App workspace={workspace} />
  </StrictMode>,
);
