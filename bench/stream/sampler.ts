export type Frame = { at: number; letters: number }

export type Sampler = { frames: Frame[]; stop: boolean }

declare global {
  interface Window {
    sampler?: Sampler
  }
}

/**
 * Runs in the page: at the start of every frame, the time and how many letters of the last answer stand there. Blocks
 * that are no longer among the last ones don't change any more and are counted once. Self-contained, as it is sent over.
 */
export function startSampling(): void {
  const sampler: Sampler = { frames: [], stop: false }
  window.sampler = sampler
  const counted = new WeakMap<Element, number>()
  const letter = /[\p{L}\p{N}]/gu
  const notText = '.katex, .md-code-head, .md-host'
  const lettersIn = (block: Element): number => {
    let all = block.textContent.match(letter)?.length ?? 0
    if (block.matches('.katex-display')) return 0
    for (const part of block.querySelectorAll(notText)) all -= part.textContent.match(letter)?.length ?? 0
    return all
  }
  // Parts and blocks alike: what is not among the last ones does not change any more.
  const sum = (parent: Element, unsettled: number, count: (child: Element) => number): number => {
    let all = 0
    for (const [index, child] of [...parent.children].entries()) {
      const settled = index < parent.childElementCount - unsettled
      const known = settled ? counted.get(child) : undefined
      const found = known ?? count(child)
      if (settled) counted.set(child, found)
      all += found
    }
    return all
  }
  const letters = (): number => {
    const answer = [...document.querySelectorAll('.md')].at(-1)
    return answer ? sum(answer, 2, (part) => sum(part, 4, lettersIn)) : 0
  }
  const frame = (at: number): void => {
    sampler.frames.push({ at, letters: letters() })
    if (!sampler.stop) requestAnimationFrame(frame)
  }
  requestAnimationFrame(frame)
}

/** What the stream is compared with: a page that does nothing but move one thing. */
export const emptyPage = `<!doctype html><style>
  @keyframes turn { to { transform: rotate(1turn) } }
  div { width: 80px; height: 80px; margin: 100px; background: gray; animation: turn 1s linear infinite }
</style><div></div>`
