// Test configuration: one Node project for everything that runs without a browser. Browser tests (test/e2e) run under their own runner.
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/{unit,golden,pipeline,contract,editor,security}/**/*.test.{ts,tsx}'],
    pool: 'forks', // ONNX Runtime aborts when a worker thread that holds a session ends
    maxWorkers: 2,
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
