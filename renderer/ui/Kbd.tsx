/** Keys of a shortcut, one box a key: `formatShortcut` gives them. */
export function Keys({ keys }: { keys: readonly string[] }) {
  return (
    <span className="inline-flex gap-[3px]">
      {keys.map((key) => (
        <kbd
          key={key}
          className="inline-grid h-5 min-w-5 place-items-center rounded-[5px] border border-line-strong px-[5px] font-sans text-12 leading-[18px] font-label text-text-2"
        >
          {key}
        </kbd>
      ))}
    </span>
  )
}
