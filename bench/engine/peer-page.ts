import tailwindcss from '@tailwindcss/vite'
import react from '@vitejs/plugin-react'
import { join } from 'node:path'
import { build, preview } from 'vite'

const root = join(import.meta.dirname, 'page')
const outDir = join(import.meta.dirname, '../../.cache/bench-engine-page')

/** Builds the page that draws the peer's answers with the app's own components, and serves it. */
export async function servePeerPage(): Promise<{ address: string; close(): Promise<void> }> {
  const shared = { configFile: false as const, root, logLevel: 'error' as const, build: { outDir, emptyOutDir: true } }
  await build({ ...shared, plugins: [react(), tailwindcss()] })
  const server = await preview({ ...shared, preview: { host: '127.0.0.1', port: 0 } })
  const address = server.resolvedUrls?.local[0]
  if (address === undefined) throw new Error('The page of the peer has no address')
  return { address, close: () => server.close() }
}
