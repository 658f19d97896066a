import { useEffect, useState } from 'react'
import type { Settings, SettingsPatch } from '../../../electron/contract/settings.ts'
import { TextSetting } from './TextSetting.tsx'
import { t } from '../../i18n/t.ts'
import { Segments } from '../../ui/Segments.tsx'
import { Select } from '../../ui/Select.tsx'
import { Slider } from '../../ui/Slider.tsx'
import { NumberField } from './NumberField.tsx'
import type { Control, MachineFacts } from './setting-controls.ts'

export type SettingControlProps = {
  label: string
  control: Control
  settings: Settings
  facts: MachineFacts
  onSave: (patch: SettingsPatch) => void
}

export function SettingControl({ label, control, settings, facts, onSave }: SettingControlProps) {
  switch (control.kind) {
    case 'segments':
      return (
        <Segments
          label={label}
          value={control.read(settings)}
          options={control.options(facts)}
          onChange={(value) => onSave(control.patch(value))}
        />
      )
    case 'select': {
      const value = control.read(settings)
      const options = control.options(facts)
      // A value that was set elsewhere, such as 6000 tokens, is shown as it is.
      const all = options.some((option) => option.value === value) ? options : [...options, { value, label: value }]
      return <Select label={label} value={value} options={all} onChange={(next) => onSave(control.patch(next))} />
    }
    case 'slider':
      return <SliderControl label={label} control={control} settings={settings} onSave={onSave} />
    case 'number':
      return (
        <NumberField
          label={label}
          value={control.read(settings)}
          min={control.min}
          max={control.max}
          empty={control.empty === null ? null : t(control.empty)}
          onCommit={(value) => onSave(control.patch(value))}
        />
      )
    case 'text':
      return (
        <TextSetting label={label} stored={control.read(settings)} onSave={(text) => onSave(control.patch(text))} />
      )
  }
}

type SliderControlProps = Pick<SettingControlProps, 'label' | 'settings' | 'onSave'> & {
  control: Extract<Control, { kind: 'slider' }>
}

function SliderControl({ label, control, settings, onSave }: SliderControlProps) {
  const stored = control.read(settings)
  const [moving, setMoving] = useState<number | null>(null)
  useEffect(() => setMoving(null), [stored])
  const value = moving ?? stored
  const words = value.toFixed(control.digits)
  return (
    <>
      <Slider
        label={label}
        value={value}
        min={control.min}
        max={control.max}
        step={control.step}
        valueText={words}
        onChange={setMoving}
        onCommit={(next) => onSave(control.patch(Number(next.toFixed(control.digits))))}
      />
      <span className="num min-w-9 pr-1 text-right">{words}</span>
    </>
  )
}
