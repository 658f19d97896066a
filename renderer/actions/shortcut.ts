/** `Mod` is Ctrl, on a Mac the command key. Keys are named as `KeyboardEvent.key` names them: `Mod+Shift+O`, `Escape`, `?`. */
export type Shortcut = string

export type KeyPress = Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey'>

export function isMac(platform: string = navigator.platform): boolean {
  return /mac|iphone|ipad/iu.test(platform)
}

type Parsed = { mod: boolean; shift: boolean; alt: boolean; key: string }

function parse(shortcut: Shortcut): Parsed {
  const parts = shortcut.split('+')
  const key = parts.at(-1) ?? ''
  return { mod: parts.includes('Mod'), shift: parts.includes('Shift'), alt: parts.includes('Alt'), key }
}

export function matchesShortcut(press: KeyPress, shortcut: Shortcut, mac: boolean = isMac()): boolean {
  const { mod, shift, alt, key } = parse(shortcut)
  const pressedMod = mac ? press.metaKey : press.ctrlKey
  const otherMod = mac ? press.ctrlKey : press.metaKey
  if (pressedMod !== mod || otherMod || press.altKey !== alt) return false
  // A character such as `?` needs Shift on some keyboards and not on others: the character itself is what counts.
  const isSign = key.length === 1 && key.toLowerCase() === key.toUpperCase()
  if (!isSign && press.shiftKey !== shift) return false
  return press.key.toLowerCase() === key.toLowerCase()
}

const signs: Readonly<Record<string, string>> = {
  Escape: 'Esc',
  ArrowUp: '↑',
  ArrowDown: '↓',
  ArrowLeft: '←',
  ArrowRight: '→',
}

/** The keys one by one, as they are printed on the keyboard. */
export function shortcutKeys(shortcut: Shortcut, mac: boolean = isMac()): readonly string[] {
  const { mod, shift, alt, key } = parse(shortcut)
  const shown = signs[key] ?? (key.length === 1 ? key.toUpperCase() : key)
  return [
    ...(mod ? [mac ? '⌘' : 'Ctrl'] : []),
    ...(alt ? [mac ? '⌥' : 'Alt'] : []),
    ...(shift ? [mac ? '⇧' : 'Shift'] : []),
    shown,
  ]
}

/** For titles: `Ctrl Shift O`. */
export function formatShortcut(shortcut: Shortcut, mac: boolean = isMac()): string {
  return shortcutKeys(shortcut, mac).join(mac ? '' : ' ')
}
