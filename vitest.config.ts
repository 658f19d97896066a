import react from '@vitejs/plugin-react'
import { existsSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { defineConfig } from 'vitest/config'

const root = import.meta.dirname
const slow = ['**/*.integration.test.ts', '**/*.long.test.ts']
const built = ['**/node_modules/**', 'out/**', 'dist/**']
const pageSetup = 'renderer/test-support/setup.ts'

/** The package without its binary starts a download when imported; every test gets the typed double instead. */
const electronDouble = { electron: join(root, 'electron/desktop/electron-double.ts') }
// A slow machine is not a failure; what waits on purpose does so on the fake clock.
const node = { environment: 'node' as const, expect: { requireAssertions: true }, testTimeout: 20_000 }
const oneAtATime = { ...node, fileParallelism: false, testTimeout: 120_000, hookTimeout: 120_000 }

const longProject = {
  resolve: { alias: electronDouble },
  test: { ...oneAtATime, name: 'long', include: ['**/*.long.test.ts'], exclude: built, testTimeout: 3_600_000 },
}

export default defineConfig({
  test: {
    // All cores: by itself it leaves one out, which on two is half of them.
    maxWorkers: availableParallelism(),
    reporters: ['default', ['json', { outputFile: process.env['INGLE_TEST_JSON'] ?? 'test-results/vitest.json' }]],
    projects: [
      {
        resolve: { alias: electronDouble },
        test: {
          ...node,
          name: 'unit',
          include: ['{electron,scripts,e2e/support,bench}/**/*.test.ts'],
          exclude: [...built, ...slow],
        },
      },
      {
        plugins: [react()],
        resolve: { alias: electronDouble },
        test: {
          name: 'page',
          environment: 'happy-dom',
          // Nothing native is loaded, so no process of its own is needed for each file.
          pool: 'threads',
          expect: { requireAssertions: true },
          testTimeout: 20_000,
          include: ['renderer/**/*.test.{ts,tsx}'],
          exclude: [...built, ...slow],
          setupFiles: existsSync(join(root, pageSetup)) ? [pageSetup] : [],
        },
      },
      {
        resolve: { alias: electronDouble },
        test: { ...oneAtATime, name: 'integration', include: ['**/*.integration.test.ts'], exclude: built },
      },
      // Hours, not minutes: only `npm run test:long` sees them.
      ...(process.env['INGLE_TEST_LONG'] ? [longProject] : []),
    ],
  },
})
