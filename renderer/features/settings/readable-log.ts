const levels: Readonly<Record<number, string>> = { 40: 'warning', 50: 'error', 60: 'error' }

/**
 * The log's lines of JSON as lines to read: time of this computer, event, and what belongs to it. The first line may
 * have lost its beginning; what is no line of ours stays as it is.
 */
export function readableLog(text: string): string {
  return text.split('\n').filter(Boolean).map(readableLine).join('\n')
}

function readableLine(line: string): string {
  const entry = parse(line)
  if (entry === null) return line
  const { level, time, msg, ...fields } = entry
  const about = Object.entries(fields).map(([key, value]) => `${key}: ${readableValue(value)}`)
  const grade = levels[Number(level)]
  return [readableTime(time), grade ?? '', readableValue(msg ?? ''), about.join(', ')].filter(Boolean).join('  ')
}

function parse(line: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(line)
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : null
  } catch {
    return null
  }
}

/** `2026-11-24 12:48:50`: sorts as it reads. */
function readableTime(time: unknown): string {
  const at = new Date(String(time))
  if (Number.isNaN(at.getTime())) return ''
  const two = (n: number): string => String(n).padStart(2, '0')
  const day = [at.getFullYear(), two(at.getMonth() + 1), two(at.getDate())].join('-')
  return `${day} ${[at.getHours(), at.getMinutes(), at.getSeconds()].map(two).join(':')}`
}

function readableValue(value: unknown): string {
  if (Array.isArray(value)) return value.map(readableValue).join(' ')
  if (typeof value !== 'object' || value === null) return typeof value === 'string' ? value : JSON.stringify(value)
  const fields = Object.entries(value).filter(([, each]) => each !== '' && each !== 'undefined')
  return `{${fields.map(([key, each]) => `${key}: ${readableValue(each)}`).join(', ')}}`
}
