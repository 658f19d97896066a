import { WebSocket } from 'ws'

/**
 * Collects the garbage of a Node process through its inspector. `url` is what it prints: `ws://127.0.0.1:…`.
 * Twice: what finalizers let go of in the first round is freed in the second.
 */
export async function collectGarbage(url: string): Promise<void> {
  const socket = new WebSocket(url)
  await new Promise((resolve, reject) => {
    socket.once('open', resolve)
    socket.once('error', reject)
  })
  for (const id of [1, 2]) {
    const answered = new Promise<void>((resolve) => {
      socket.on('message', (data: Buffer) => {
        if (data.toString().startsWith(`{"id":${id},`)) resolve()
      })
    })
    socket.send(JSON.stringify({ id, method: 'HeapProfiler.collectGarbage' }))
    await answered
  }
  socket.close()
}

/** Where a Node process listens that was told to by SIGUSR1; it takes the usual port. */
export async function inspectorOf(pid: number): Promise<string> {
  process.kill(pid, 'SIGUSR1')
  for (let attempt = 0; attempt < 50; attempt++) {
    const found = await fetch('http://127.0.0.1:9229/json/list').then(
      (answer) => answer.json(),
      () => null,
    )
    const url: unknown = Array.isArray(found) ? found[0]?.webSocketDebuggerUrl : undefined
    if (typeof url === 'string') return url
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  throw new Error(`The inspector of process ${pid} does not answer`)
}
