import { screen, type BrowserWindow, type Rectangle } from 'electron'
import { z } from 'zod'
import type { Clock, Log, Timer } from '../core/ports.ts'
import { readJson, writeJson } from './write-json.ts'

const whole = z.number().int().min(-100_000).max(100_000)
const schema = z.object({
  bounds: z.object({ x: whole, y: whole, width: whole.positive(), height: whole.positive() }),
  maximized: z.boolean(),
  fullScreen: z.boolean(),
})

export type WindowState = {
  /** Without a place: the system chooses one. */
  bounds: Partial<Pick<Rectangle, 'x' | 'y'>> & Pick<Rectangle, 'width' | 'height'>
  maximized: boolean
  fullScreen: boolean
}

export const smallestWindow = { width: 480, height: 400 }
const usual = { width: 1280, height: 800 }
/** So much of the title bar must be on a display for a window to be within reach. */
const reach = { width: 120, height: 40 }
const saveDelayMs = 500

/** Where the window was, if that place still exists: displays come and go. */
export function readWindowState(file: string): WindowState {
  const parsed = schema.safeParse(readJson(file))
  const room = screen.getPrimaryDisplay().workArea
  const fit = (size: { width: number; height: number }, within: Rectangle) => ({
    width: Math.max(smallestWindow.width, Math.min(size.width, within.width)),
    height: Math.max(smallestWindow.height, Math.min(size.height, within.height)),
  })
  if (!parsed.success) return { bounds: fit(usual, room), maximized: false, fullScreen: false }
  const { bounds, maximized, fullScreen } = parsed.data
  const display = screen.getAllDisplays().find(({ workArea }) => isWithinReach(bounds, workArea))
  if (!display) return { bounds: fit(bounds, room), maximized, fullScreen: false }
  return { bounds: { x: bounds.x, y: bounds.y, ...fit(bounds, display.workArea) }, maximized, fullScreen }
}

function isWithinReach(bounds: Rectangle, area: Rectangle): boolean {
  const width = Math.min(bounds.x + bounds.width, area.x + area.width) - Math.max(bounds.x, area.x)
  const titleBarShown = bounds.y >= area.y && bounds.y + reach.height <= area.y + area.height
  return width >= reach.width && titleBarShown
}

/** Remembers place and size: half a second after the last change, and when the window closes. */
export function saveWindowState(window: BrowserWindow, deps: { file: string; clock: Clock; log: Log }): void {
  let timer: Timer | null = null

  function save(): void {
    timer?.cancel()
    timer = null
    try {
      const state: WindowState = {
        bounds: window.getNormalBounds(),
        maximized: window.isMaximized(),
        fullScreen: window.isFullScreen(),
      }
      writeJson(deps.file, state)
    } catch (error) {
      // A disk that is full or read-only: the window opens at its usual place next time.
      deps.log.warn('window.state-not-saved', { error })
    }
  }
  const soon = (): void => {
    timer?.cancel()
    timer = deps.clock.after(saveDelayMs, save)
  }
  window.on('resize', soon)
  window.on('move', soon)
  window.on('close', save)
  window.on('closed', () => timer?.cancel())
}
