// npm run dev: the web host with hot reload. The page comes from Vite, everything else from the host behind it, which is built
// and started again when its sources change. Takes what the web host takes.
import { spawn } from 'node:child_process'
import { watch } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { createServer, request } from 'node:http'
import { connect } from 'node:net'
import { join } from 'node:path'
import { bootstrapOrExit, root } from './bootstrap.mjs'
import { build } from './build.mjs'
import { nodeEnv } from './node-24.mjs'

const wanted = ['main']
const { node } = await bootstrapOrExit(wanted)
// Only now: before the bootstrap there may be no packages.
const { createServer: createVite } = await import('vite')
const { default: react } = await import('@vitejs/plugin-react')
const { default: tailwindcss } = await import('@tailwindcss/vite')

const port = Number(process.env['INGLE_DEV_PORT'] ?? 11790)
/** Where the host listens, once it has said so. */
let host = 0
let stopping = false
/** @type {import('node:child_process').ChildProcess | undefined} */
let child

function startHost() {
  const server = join(root, 'out', 'main', 'server.js')
  const started = spawn(node, [server, '--no-open', ...process.argv.slice(2)], {
    env: nodeEnv(root),
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  child = started
  started.stdout.on('data', (/** @type {Buffer} */ chunk) => {
    const text = String(chunk).replace(/http:\/\/127\.0\.0\.1:(\d+)/g, (_, /** @type {string} */ found) => {
      host = Number(found)
      return `http://127.0.0.1:${port}`
    })
    process.stdout.write(text)
  })
  started.on('close', (code) => {
    if (started === child && !stopping)
      console.error(`The host ended with ${code}; it starts again when a source changes.`)
  })
}

/** @returns {Promise<void>} */
function stopHost() {
  const running = child
  child = undefined
  if (!running || running.exitCode !== null || running.signalCode !== null) return Promise.resolve()
  return new Promise((resolve) => {
    running.on('close', () => resolve())
    running.kill('SIGINT')
  })
}

/** The host knows one origin, its own. */
function headersForHost(/** @type {import('node:http').IncomingHttpHeaders} */ headers) {
  const own = `127.0.0.1:${host}`
  return { ...headers, host: own, ...(headers.origin === `http://127.0.0.1:${port}` && { origin: `http://${own}` }) }
}

const server = createServer()
const vite = await createVite({
  configFile: false,
  root: join(root, 'renderer'),
  appType: 'custom',
  plugins: [react(), tailwindcss()],
  server: { middlewareMode: true, hmr: { server }, fs: { allow: [root] } },
})

server.on('request', (incoming, outgoing) => {
  vite.middlewares(incoming, outgoing, () => {
    // The page comes from the sources, without the host's policy, which would forbid hot reload.
    if (incoming.method === 'GET' && (incoming.headers.accept ?? '').includes('text/html')) {
      void sendPage(incoming.url ?? '/', outgoing)
      return
    }
    const headers = headersForHost(incoming.headers)
    const options = { host: '127.0.0.1', port: host, method: incoming.method, path: incoming.url, headers }
    const onward = request(options, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers)
      answer.pipe(outgoing)
    })
    onward.on('error', (error) => outgoing.writeHead(502).end(`The host does not answer: ${error.message}`))
    incoming.pipe(onward)
  })
})

/**
 * @param {string} url
 * @param {import('node:http').ServerResponse} outgoing
 */
async function sendPage(url, outgoing) {
  try {
    const html = await vite.transformIndexHtml(url, await readFile(join(root, 'renderer', 'index.html'), 'utf8'))
    outgoing.writeHead(200, { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' }).end(html)
  } catch (error) {
    outgoing.writeHead(500).end(String(error))
  }
}

server.on('upgrade', (incoming, socket, head) => {
  if (incoming.headers['sec-websocket-protocol']?.startsWith('vite-')) return
  const onward = connect(host, '127.0.0.1', () => {
    const lines = Object.entries(headersForHost(incoming.headers)).map(([name, value]) => `${name}: ${String(value)}`)
    onward.write(`${incoming.method} ${incoming.url} HTTP/1.1\r\n${lines.join('\r\n')}\r\n\r\n`)
    onward.write(head)
    socket.pipe(onward).pipe(socket)
  })
  onward.on('error', () => socket.destroy())
  socket.on('error', () => onward.destroy())
})

/** @type {NodeJS.Timeout | undefined} */
let pending
watch(join(root, 'electron'), { recursive: true }, (_, name) => {
  if (!name || /\.test\.ts$|~$/.test(name)) return
  clearTimeout(pending)
  pending = setTimeout(() => void rebuild(), 200)
})

async function rebuild() {
  try {
    if ((await build(root, { node, wanted })).length > 0) {
      await stopHost()
      startHost()
    }
  } catch (error) {
    console.error(error instanceof Error ? error.message : error)
  }
}

async function stop() {
  if (stopping) return
  stopping = true
  await stopHost()
  await vite.close()
  process.exit(0)
}
process.on('SIGINT', () => void stop())
process.on('SIGTERM', () => void stop())

server.listen(port, '127.0.0.1', startHost)
