import { randomBytes } from 'node:crypto'

/** A UUID of version 7: `now` (milliseconds since 1970) in front, 74 random bits behind. Never used for order. */
export function uuid7(now: number): string {
  const bytes = randomBytes(16)
  const time = Math.min(Math.max(Math.trunc(now), 0), 2 ** 48 - 1)
  bytes.writeUIntBE(time, 0, 6)
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x70, 6)
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8)
  const hex = bytes.toString('hex')
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-')
}
