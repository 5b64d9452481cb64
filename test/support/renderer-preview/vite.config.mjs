// The interface alone, over the in-memory studio; serve-preview.ts builds and serves it. Pictures come from memory, so the one module
// that knows their address is replaced.
import react from '@vitejs/plugin-react';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const previewAssetUrl = {
  name: 'preview-asset-url',
  enforce: 'pre',
  resolveId: (source) => (source.endsWith('/api/asset-url') ? here('./preview-asset-url.ts') : null),
};

export default defineConfig({
  root: here('.'),
  base: './',
  publicDir: process.env.PREVIEW_PICTURES ?? false,
  plugins: [previewAssetUrl, react()],
  build: {
    outDir: here('../../../.cache/renderer-preview'),
    emptyOutDir: true,
    assetsInlineLimit: 0,
    minify: false,
  },
});
