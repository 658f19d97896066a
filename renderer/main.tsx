import '@fontsource-variable/inter/opsz.css'
import '@fontsource-variable/inter/opsz-italic.css'
import '@fontsource-variable/jetbrains-mono/wght.css'
import './ui/styles.css'
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { App } from './app/App.tsx'
import { StartPage } from './app/StartPage.tsx'
import { createConnection } from './rpc/connection.ts'
import { createPortTransport } from './rpc/port-transport.ts'
import { RpcProvider } from './rpc/RpcProvider.tsx'
import { codeInHash, signInHere } from './rpc/sign-in.ts'
import { createTopicHub } from './rpc/topic.ts'
import { browserSocketDeps, createSocketTransport } from './rpc/websocket-transport.ts'

const after = (ms: number, run: () => void) => {
  const timer = setTimeout(run, ms)
  return () => clearTimeout(timer)
}

const container = document.getElementById('root')
if (!container) throw new Error('index.html has no #root')
const root = createRoot(container)

// The only place in the page that knows there are two hosts: one hands over a port, the other is asked for a session.
const transport = window.ingle ? createPortTransport(window) : createSocketTransport(browserSocketDeps())

function showApp() {
  const connection = createConnection(transport)
  const rpc = { connection, transport, hub: createTopicHub({ connection, after }) }
  const queries = new QueryClient({ defaultOptions: { queries: { retry: false, refetchOnWindowFocus: false } } })
  root.render(
    <StrictMode>
      <RpcProvider rpc={rpc}>
        <QueryClientProvider client={queries}>
          <App />
        </QueryClientProvider>
      </RpcProvider>
    </StrictMode>,
  )
}

async function start() {
  if (window.ingle) return showApp()
  const result = await signInHere()
  if (result === 'signedIn') return showApp()
  root.render(<StartPage reason={result} onRetry={() => void start()} />)
}

// A fresh link pasted into a tab that is open changes only the hash, and the browser does not load anything for that.
addEventListener('hashchange', () => {
  if (codeInHash(location.hash) !== null) location.reload()
})

void start()
