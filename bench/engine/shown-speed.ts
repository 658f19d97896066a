export type TextFrame = { at: number; length: number }

declare global {
  interface Window {
    watchedText?: { frames: TextFrame[] }
  }
}

/** Runs in the page: at every frame, how long the newest answer is. Self-contained, as it is sent over. */
export function watchText(): void {
  const watched: { frames: TextFrame[] } = { frames: [] }
  window.watchedText = watched
  const before = new Set(document.querySelectorAll('.md'))
  const frame = (at: number): void => {
    const answer = [...document.querySelectorAll('.md')].findLast((each) => !before.has(each))
    watched.frames.push({ at, length: answer?.textContent.length ?? 0 })
    requestAnimationFrame(frame)
  }
  requestAnimationFrame(frame)
}

/** Tokens a second from the first text to the last that appeared. */
export function shownSpeed(frames: readonly TextFrame[], tokens: number): number {
  const last = frames.at(-1)?.length ?? 0
  const from = frames.find(({ length }) => length > 0)
  const to = frames.find(({ length }) => length === last)
  if (!from || !to || to.at <= from.at) return Number.NaN
  return ((tokens - 1) / (to.at - from.at)) * 1000
}
