export type NumberRange = { min: number; max: number; mayBeEmpty: boolean }
export type ParsedNumber = { ok: true; value: number | null } | { ok: false }

/** A whole number as people type it, with or without separators between thousands. */
export function parseNumber(text: string, { min, max, mayBeEmpty }: NumberRange): ParsedNumber {
  const bare = text.trim().replaceAll(/(?<=\d)[\s,_'’](?=\d{3}(?!\d))/gu, '')
  if (bare === '') return mayBeEmpty ? { ok: true, value: null } : { ok: false }
  if (!/^\d+$/u.test(bare)) return { ok: false }
  const value = Number(bare)
  return value >= min && value <= max ? { ok: true, value } : { ok: false }
}
