import type { Row, Value } from './sqlite-records.ts'

/**
 * The tables whose rows are worth saving and how a row of each is told from any other: rows are found page by page,
 * without a schema to say whose they are. A migration that adds a column adds it here (older rows are shorter).
 */
export type SalvageTable = { name: string; columns: readonly string[]; accepts(values: readonly Value[]): boolean }

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/

const isText = (value: Value | undefined): value is string => typeof value === 'string'
const isJson = (value: Value | undefined) => {
  try {
    return isText(value) && JSON.parse(value) !== undefined
  } catch {
    return false
  }
}
const isId = (value: Value | undefined) => isText(value) && uuid.test(value)
const isInteger = (value: Value | undefined) => Number.isSafeInteger(value)
const isRowid = (value: Value | undefined) => value === null
const oneOf =
  (...allowed: string[]) =>
  (value: Value | undefined) =>
    isText(value) && allowed.includes(value)
const orNull = (check: (value: Value | undefined) => boolean) => (value: Value | undefined) =>
  value === null || check(value)

type Column = readonly [name: string, check: (value: Value | undefined) => boolean]

function table(name: string, columns: readonly Column[]): SalvageTable {
  return {
    name,
    columns: columns.map(([column]) => column),
    accepts: (values) => values.length === columns.length && columns.every(([, check], at) => check(values[at])),
  }
}

export const salvageTables: readonly SalvageTable[] = [
  table('chat', [
    ['seq', isRowid],
    ['id', isId],
    ['title', isText],
    ['title_auto', isInteger],
    ['created_at', isInteger],
    ['updated_at', isInteger],
    ['trashed_at', orNull(isInteger)],
    ['leaf_id', orNull(isText)],
    ['activity', isInteger],
  ]),
  table('message', [
    ['seq', isRowid],
    ['id', isId],
    ['chat_id', isId],
    ['parent_id', orNull(isText)],
    ['role', oneOf('user', 'assistant')],
    ['parts', isText],
    ['state', oneOf('queued', 'streaming', 'done')],
    ['reason', orNull(isText)],
    ['stats', orNull(isText)],
    ['error', orNull(isText)],
    ['model_id', orNull(isText)],
    ['model_name', orNull(isText)],
    ['send_key', orNull(isText)],
    ['created_at', isInteger],
  ]),
  table('message_chunk', [
    ['seq', isRowid],
    ['message_seq', isInteger],
    ['kind', oneOf('text', 'thought')],
    ['text', isText],
  ]),
  table('model', [
    ['id', isText],
    ['path', isText],
    ['source', isText],
    ['added_at', isInteger],
    ['last_used_at', orNull(isInteger)],
    ['facts', orNull(isText)],
    ['size', orNull(isInteger)],
    ['mtime', orNull(isInteger)],
  ]),
  table('setting', [
    ['key', isText],
    ['value', isJson],
  ]),
]

/** The row's values in the order of the table's columns; `seq` is the row's own number, which is not among the values. */
export function toColumns(salvaged: SalvageTable, { rowid, values }: Row): readonly Value[] {
  return salvaged.columns[0] === 'seq' ? [rowid, ...values.slice(1)] : values
}

/** `identity` out of a row of `app_state`, or null for any other row. */
export function identityIn({ values }: Row): string | null {
  const [key, value] = values
  return values.length === 3 && key === 'identity' && isText(value) ? value : null
}
