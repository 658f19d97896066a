import tailwindcss from '@tailwindcss/vite'
import react from '@vitejs/plugin-react'
import { defineConfig, type UserConfig } from 'electron-vite'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Plugin } from 'vite'

const root = import.meta.dirname

const mainEntries = {
  desktop: 'electron/desktop/main.ts',
  server: 'electron/server/main.ts',
  'engine-llama': 'electron/engine/llama/main.ts',
  'engine-fake': 'electron/engine/fake/main.ts',
  'gguf-worker': 'electron/core/models/gguf-worker.ts',
}
const preloadEntries = { preload: 'electron/preload/preload.ts' }
const pageEntries = { index: 'renderer/index.html' }

/** The parts to build, all by default; scripts/build.mjs names those whose sources changed. */
const wanted = new Set((process.env['INGLE_BUILD'] ?? 'main,preload,renderer').split(','))

function present(entries: Record<string, string>): Record<string, string> {
  const found = Object.entries(entries).map(([name, path]) => [name, join(root, path)] as const)
  return Object.fromEntries(found.filter(([, path]) => existsSync(path)))
}

function builds(part: string, entries: Record<string, string>): boolean {
  return wanted.has(part) && Object.keys(entries).length > 0
}

/** electron-vite sets './' for file: URLs; both hosts serve the page at the root of an origin, and a deep link must load too. */
const rootBase: Plugin = { name: 'root-base', enforce: 'post', config: () => ({ base: '/' }) }

export default defineConfig((): UserConfig => {
  const main = present(mainEntries)
  const preload = present(preloadEntries)
  const page = present(pageEntries)
  return {
    ...(builds('main', main) && {
      main: {
        build: {
          target: 'node24',
          rolldownOptions: {
            input: main,
            output: { format: 'es', entryFileNames: '[name].js', chunkFileNames: 'chunks/[name]-[hash].js' },
          },
        },
      },
    }),
    ...(builds('preload', preload) && {
      preload: {
        build: {
          rolldownOptions: { input: preload, output: { format: 'cjs', entryFileNames: '[name].cjs' } },
        },
      },
    }),
    ...(builds('renderer', page) && {
      renderer: {
        root: join(root, 'renderer'),
        plugins: [react(), tailwindcss(), rootBase],
        // Its build for browsers reads entities through innerHTML, which the page's policy refuses; the other has a table.
        resolve: {
          alias: {
            'decode-named-character-reference': join(root, 'node_modules/decode-named-character-reference/index.js'),
          },
        },
        build: {
          outDir: join(root, 'out/renderer'),
          target: 'es2022',
          minify: true,
          modulePreload: { polyfill: false },
          // A data: URL would need a hole in the content security policy.
          assetsInlineLimit: 0,
          chunkSizeWarningLimit: 4096,
          rolldownOptions: { input: page },
        },
      },
    }),
  }
})
