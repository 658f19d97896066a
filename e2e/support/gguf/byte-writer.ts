/** Bytes in GGUF's order, growing as needed. Knows nothing of the reader it is used to test. */
export type ByteWriter = {
  length(): number
  uint8(value: number): void
  uint32(value: number): void
  uint64(value: number | bigint): void
  /** A number or bigint in the given number type of DataView. */
  number(type: NumberKind, value: number | bigint): void
  /** A length in 64 bits, then UTF-8; raw bytes are taken as they are. */
  text(value: string | Uint8Array): void
  raw(bytes: Uint8Array): void
  /** Zeros up to a multiple. */
  pad(multiple: number): void
  done(): Uint8Array
}

export type NumberKind =
  | 'uint8'
  | 'int8'
  | 'uint16'
  | 'int16'
  | 'uint32'
  | 'int32'
  | 'float32'
  | 'uint64'
  | 'int64'
  | 'float64'

const bytesOf: Record<NumberKind, number> = {
  uint8: 1,
  int8: 1,
  uint16: 2,
  int16: 2,
  uint32: 4,
  int32: 4,
  float32: 4,
  uint64: 8,
  int64: 8,
  float64: 8,
}

export function createByteWriter(): ByteWriter {
  const encoder = new TextEncoder()
  let bytes = new Uint8Array(4096)
  let view = new DataView(bytes.buffer)
  let length = 0

  const grow = (more: number): number => {
    const at = length
    length += more
    if (length > bytes.length) {
      const larger = new Uint8Array(Math.max(length, bytes.length * 2))
      larger.set(bytes.subarray(0, at))
      bytes = larger
      view = new DataView(bytes.buffer)
    }
    return at
  }

  const number = (type: NumberKind, value: number | bigint): void => {
    const at = grow(bytesOf[type])
    switch (type) {
      case 'uint8':
        return view.setUint8(at, Number(value))
      case 'int8':
        return view.setInt8(at, Number(value))
      case 'uint16':
        return view.setUint16(at, Number(value), true)
      case 'int16':
        return view.setInt16(at, Number(value), true)
      case 'uint32':
        return view.setUint32(at, Number(value), true)
      case 'int32':
        return view.setInt32(at, Number(value), true)
      case 'float32':
        return view.setFloat32(at, Number(value), true)
      case 'uint64':
        return view.setBigUint64(at, BigInt(value), true)
      case 'int64':
        return view.setBigInt64(at, BigInt(value), true)
      case 'float64':
        return view.setFloat64(at, Number(value), true)
    }
  }

  const raw = (part: Uint8Array): void => {
    const at = grow(part.length)
    bytes.set(part, at)
  }

  return {
    length: () => length,
    uint8: (value) => number('uint8', value),
    uint32: (value) => number('uint32', value),
    uint64: (value) => number('uint64', value),
    number,
    text: (value) => {
      const encoded = typeof value === 'string' ? encoder.encode(value) : value
      number('uint64', encoded.length)
      raw(encoded)
    },
    raw,
    pad: (multiple) => {
      grow((multiple - (length % multiple)) % multiple)
    },
    done: () => bytes.slice(0, length),
  }
}
