// Build of the three parts of the app: main (with the processes of engine and tuning as further entries), preload, renderer.
import { resolve } from 'node:path';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'electron-vite';

export default defineConfig({
  main: {
    build: {
      outDir: 'out/main',
      // Pure JavaScript goes into the bundle (electron-store is ESM and would miss the CommonJS `electron`); native packages stay outside.
      externalizeDeps: {
        exclude: [
          'electron-store',
          'electron-log',
          'zod',
          'fflate',
          '@cantoo/pdf-lib',
          '@huggingface/tokenizers',
          '@bufbuild/protobuf',
        ],
      },
      rollupOptions: {
        input: {
          index: resolve('main/index.ts'),
          engine: resolve('main/host/engine-entry.ts'),
          tuner: resolve('main/host/tuner-entry.ts'),
        },
        output: { format: 'cjs', entryFileNames: '[name].js' },
      },
    },
  },
  preload: {
    build: {
      outDir: 'out/preload',
      externalizeDeps: true,
      rollupOptions: {
        input: { index: resolve('preload/index.ts') },
        output: { format: 'cjs', entryFileNames: '[name].js' },
      },
    },
  },
  renderer: {
    root: 'renderer',
    plugins: [react()],
    build: {
      outDir: resolve('out/renderer'),
      minify: true, // read at every launch, before anything can be seen
      chunkSizeWarningLimit: 2000, // kB; the advice to split is for what comes over a network, and this comes from the disk
      assetsInlineLimit: 0, // the page's policy allows no data: URLs
      modulePreload: { polyfill: false },
      rollupOptions: { input: { index: resolve('renderer/index.html') } },
    },
  },
});
