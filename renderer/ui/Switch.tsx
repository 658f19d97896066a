import { Switch as RadixSwitch } from 'radix-ui'

export type SwitchProps = { label: string; checked: boolean; onChange: (checked: boolean) => void; disabled?: boolean }

export function Switch({ label, checked, onChange, disabled = false }: SwitchProps) {
  return (
    // The area that takes the press is 24 px high; what is drawn is 20.
    <RadixSwitch.Root
      aria-label={label}
      checked={checked}
      onCheckedChange={onChange}
      disabled={disabled}
      className="group grid h-6 w-9 flex-none place-items-center rounded-full disabled:opacity-45"
    >
      <span className="flex h-5 w-8 items-center rounded-full border-[1.5px] border-control px-[2.5px] transition-colors group-data-[state=checked]:border-invert group-data-[state=checked]:bg-invert">
        <RadixSwitch.Thumb className="block size-3 rounded-full bg-control transition-transform duration-(--dur-2) data-[state=checked]:translate-x-3 data-[state=checked]:bg-on-invert" />
      </span>
    </RadixSwitch.Root>
  )
}
