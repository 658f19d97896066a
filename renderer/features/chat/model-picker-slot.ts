import type { ReactNode } from 'react'
import type { ModelId } from '../../../electron/contract/ids.ts'

/** The menu of models is another feature's; the app puts it in. */
export type ModelPickerSlot = (props: { value: ModelId | null; onChange: (model: ModelId) => void }) => ReactNode
