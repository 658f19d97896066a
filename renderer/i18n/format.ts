/** Numbers as people read them. A number comes with its unit and, where there is one, its whole. */

const grouped = new Intl.NumberFormat('en', { maximumFractionDigits: 0 })
const oneDigit = new Intl.NumberFormat('en', { minimumFractionDigits: 1, maximumFractionDigits: 1 })
const upToOneDigit = new Intl.NumberFormat('en', { maximumFractionDigits: 1 })

const gib = 1024 ** 3
const mib = 1024 ** 2

/** 3214 → `3,214`. */
export function formatCount(value: number): string {
  return grouped.format(value)
}

/** Memory, in the binary units that memory is sold in: `11.8 GB`, `213 MB`. */
export function formatMemory(bytes: number): string {
  if (bytes >= gib) return `${oneDigit.format(bytes / gib)} GB`
  return `${grouped.format(Math.max(bytes > 0 ? 1 : 0, Math.round(bytes / mib)))} MB`
}

/** `6.4 of 11.8 GB`; the part keeps its own unit where it is under a gigabyte: `213 MB of 11.8 GB`. */
export function formatMemoryOf(part: number, whole: number): string {
  if (part > 0 && part < gib / 20) return `${formatMemory(part)} of ${formatMemory(whole)}`
  return `${oneDigit.format(part / gib)} of ${oneDigit.format(whole / gib)} GB`
}

/** Gigabytes as a bare number, for texts that name the unit themselves. */
export function formatGigabytes(bytes: number): string {
  return oneDigit.format(bytes / gib)
}

/** Memory as it is sold, for describing a machine: 33,285,996,544 → `32 GB`. */
export function formatInstalledMemory(bytes: number): string {
  const exact = bytes / gib
  if (exact < 1) return formatMemory(bytes)
  // Firmware and graphics keep a little for themselves; what was sold is the next whole step above.
  const step = exact > 24 ? 8 : exact > 12 ? 4 : exact > 4 ? 2 : 1
  const sold = Math.ceil(exact / step) * step
  return sold / exact <= 1.1 ? `${grouped.format(sold)} GB` : `${oneDigit.format(exact)} GB`
}

/** Files, in the decimal units of drives and file managers: `5.7 GB`, `2.0 MB`, `410 KB`. */
export function formatFileSize(bytes: number): string {
  if (bytes >= 1e9) return `${oneDigit.format(bytes / 1e9)} GB`
  if (bytes >= 1e6) return `${oneDigit.format(bytes / 1e6)} MB`
  if (bytes >= 1e3) return `${grouped.format(bytes / 1e3)} KB`
  return `${grouped.format(bytes)} bytes`
}

/** `39.4 tok/s`, `412 tok/s`. */
export function formatSpeed(tokensPerSecond: number): string {
  return `${tokensPerSecond >= 99.95 ? grouped.format(tokensPerSecond) : oneDigit.format(tokensPerSecond)} tok/s`
}

/** `0.42 s`, `6 s`, `2 min`, `1 h 5 min`. Two digits below ten seconds where `precise`. */
export function formatDuration(ms: number, precise = false): string {
  const seconds = Math.max(0, ms / 1000)
  if (precise && seconds < 9.995) return `${seconds.toFixed(2)} s`
  if (seconds < 59.5) return `${String(Math.round(seconds))} s`
  const minutes = Math.round(seconds / 60)
  if (minutes < 60) return `${String(minutes)} min`
  const rest = minutes % 60
  const hours = `${grouped.format(Math.floor(minutes / 60))} h`
  return rest === 0 ? hours : `${hours} ${String(rest)} min`
}

/** What binary fractions may fall short by: 0.58 × 100 is 57.999…. */
const rounding = 1e-9

/** 0.58 → `58 %`; `100 %` only when it is all done. */
export function formatPercent(share: number): string {
  return `${grouped.format(Math.floor(Math.min(1, Math.max(0, share)) * 100 + rounding))} %`
}

/** Tokens, short: 0 → `0`, 310 → `0.3k`, 6412 → `6.4k`, 1992 → `2k`, 16384 → `16k`, 131072 → `128k`. */
export function formatTokensShort(tokens: number): string {
  if (tokens < 50) return grouped.format(tokens)
  if (tokens >= 1024 && tokens % 1024 === 0) return `${grouped.format(tokens / 1024)}k`
  const thousands = tokens / 1000
  return thousands >= 99.95 ? `${grouped.format(thousands)}k` : `${upToOneDigit.format(thousands)}k`
}

/** Parameters of a model: 1800000 → `1.8M`, 9000000000 → `9B`. */
export function formatParameters(count: number): string {
  if (count >= 1e9) return `${upToOneDigit.format(count / 1e9)}B`
  if (count >= 1e6) return `${upToOneDigit.format(count / 1e6)}M`
  return count >= 1e3 ? `${grouped.format(count / 1e3)}K` : grouped.format(count)
}

const dateTime = new Intl.DateTimeFormat('en-GB', {
  day: 'numeric',
  month: 'short',
  year: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
})

/** `12 Nov 2026, 14:05`, in the zone of this computer. */
export function formatDateTime(at: number): string {
  return dateTime.format(at)
}
