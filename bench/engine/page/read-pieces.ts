/** The texts in a stream of server-sent events of llama-server, one for each token. */
export async function* readPieces(body: ReadableStream<Uint8Array>): AsyncGenerator<string, void, void> {
  const decoder = new TextDecoder()
  let rest = ''
  const reader = body.getReader()
  for (let step = await reader.read(); !step.done; step = await reader.read()) {
    const lines = (rest + decoder.decode(step.value, { stream: true })).split('\n')
    rest = lines.pop() ?? ''
    for (const line of lines) {
      if (!line.startsWith('data: ')) continue
      const { content }: { content: string } = JSON.parse(line.slice(6))
      if (content !== '') yield content
    }
  }
}
