import { defineConfig } from '@playwright/test'

const asRoot = process.getuid?.() === 0
const executablePath = process.env['INGLE_CHROMIUM']

export default defineConfig({
  testDir: 'e2e',
  outputDir: 'test-results/e2e',
  forbidOnly: true,
  retries: 0,
  // Half of a flow is waiting, and each has an app and a data folder of its own.
  workers: 2,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  reporter: [['list'], ['json', { outputFile: process.env['INGLE_TEST_JSON'] ?? 'test-results/playwright.json' }]],
  use: {
    viewport: { width: 1280, height: 800 },
    // What the page held at each step; a film of it would cost more than the test.
    trace: { mode: 'retain-on-failure', screenshots: false },
    screenshot: 'only-on-failure',
    launchOptions: {
      ...(executablePath && { executablePath }),
      args: [
        // Chromium's own sandbox refuses to start as root; this is the test's browser, never the app.
        ...(asRoot ? ['--no-sandbox'] : []),
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    },
  },
  projects: [
    { name: 'web', testMatch: ['flows/**/*.spec.ts', 'web/**/*.spec.ts'] },
    { name: 'desktop', testMatch: ['flows/**/*.spec.ts', 'desktop/**/*.spec.ts'] },
  ],
})
