import type { ReactNode, SVGProps } from 'react'

export type IconProps = Omit<SVGProps<SVGSVGElement>, 'children'> & { size?: number }
export type Icon = (props: IconProps) => ReactNode

/** Icons are drawn on a 24 px grid, shown at 16 px, in the colour of the text beside them; that text says what they mean. */
function icon(shape: ReactNode): Icon {
  return function DrawnIcon({ size = 16, className, ...props }: IconProps) {
    return (
      <svg
        viewBox="0 0 24 24"
        width={size}
        height={size}
        fill="none"
        stroke="currentColor"
        strokeWidth={1.5}
        strokeLinecap="round"
        strokeLinejoin="round"
        aria-hidden="true"
        focusable="false"
        className={`inline-block flex-none align-[-3px] ${className ?? ''}`}
        {...props}
      >
        {shape}
      </svg>
    )
  }
}

export const ChatIcon = icon(
  <path d="M4 5.5h16a1.5 1.5 0 0 1 1.5 1.5v9a1.5 1.5 0 0 1-1.5 1.5H11l-4.5 3.5v-3.5H4A1.5 1.5 0 0 1 2.5 16V7A1.5 1.5 0 0 1 4 5.5z" />,
)
export const ModelsIcon = icon(
  <>
    <path d="M12 2.8 20 7.2v9.6L12 21.2 4 16.8V7.2z" />
    <path d="M4.3 7.4 12 11.7l7.7-4.3M12 11.7v9.2" />
  </>,
)
export const SettingsIcon = icon(
  <>
    <path d="M4 7h9M18 7h2M4 17h2M11 17h9" />
    <circle cx="15.5" cy="7" r="2.5" />
    <circle cx="8.5" cy="17" r="2.5" />
  </>,
)
export const SearchIcon = icon(
  <>
    <circle cx="11" cy="11" r="6.5" />
    <path d="m20 20-4.3-4.3" />
  </>,
)
export const EditIcon = icon(
  <>
    <path d="M11 4.5H6A1.5 1.5 0 0 0 4.5 6v12A1.5 1.5 0 0 0 6 19.5h12a1.5 1.5 0 0 0 1.5-1.5v-5" />
    <path d="m17.5 3.8 2.7 2.7-8.2 8.2-3.4.7.7-3.4z" />
  </>,
)
export const PanelRightIcon = icon(
  <>
    <rect x="3.5" y="4.5" width="17" height="15" rx="2" />
    <path d="M15 4.5v15" />
  </>,
)
export const PanelLeftIcon = icon(
  <>
    <rect x="3.5" y="4.5" width="17" height="15" rx="2" />
    <path d="M9 4.5v15" />
  </>,
)
export const MoreIcon = icon(<path d="M5.5 12h.01M12 12h.01M18.5 12h.01" strokeWidth={2.2} />)
export const RightIcon = icon(<path d="m9.5 6 6 6-6 6" />)
export const LeftIcon = icon(<path d="m14.5 6-6 6 6 6" />)
export const DownIcon = icon(<path d="m6 9.5 6 6 6-6" />)
export const UpDownIcon = icon(<path d="m8 9.5 4-4 4 4M8 14.5l4 4 4-4" />)
export const CopyIcon = icon(
  <>
    <rect x="8.5" y="8.5" width="12" height="12" rx="2" />
    <path d="M15.5 8.5v-3a2 2 0 0 0-2-2h-8a2 2 0 0 0-2 2v8a2 2 0 0 0 2 2h3" />
  </>,
)
export const RedoIcon = icon(
  <>
    <path d="M20 11.5a8 8 0 1 0-2.3 6.2" />
    <path d="M20.5 5.5v6h-6" />
  </>,
)
export const AttachIcon = icon(
  <path d="m20 11.5-8.2 8.2a5 5 0 0 1-7.1-7.1l8.3-8.3a3.3 3.3 0 0 1 4.7 4.7l-8.3 8.2a1.7 1.7 0 0 1-2.4-2.4l7.6-7.5" />,
)
export const ToolsIcon = icon(
  <path d="M14.5 6.5a4 4 0 0 1 5-3.8l-2.7 2.7.4 2.4 2.4.4 1.9-2.7a4 4 0 0 1-5.3 5.3L7.5 19.5a2.1 2.1 0 0 1-3-3l8.7-8.7a4 4 0 0 1 1.3-1.3z" />,
)
export const ArrowUpIcon = icon(<path d="M12 19.5v-15M5.5 11 12 4.5l6.5 6.5" />)
export const StopIcon = icon(<rect x="6.5" y="6.5" width="11" height="11" rx="2" fill="currentColor" />)
export const CheckIcon = icon(<path d="m5 12.5 4.8 4.8L19.5 7" />)
export const CloseIcon = icon(<path d="m6 6 12 12M18 6 6 18" />)
export const LockIcon = icon(
  <>
    <rect x="5" y="10.5" width="14" height="9.5" rx="2" />
    <path d="M8 10.5V7.5a4 4 0 0 1 8 0v3" />
  </>,
)
export const FolderIcon = icon(
  <path d="M3.5 18V6.5A1.5 1.5 0 0 1 5 5h4.2l2 2.5H19a1.5 1.5 0 0 1 1.5 1.5v9a1.5 1.5 0 0 1-1.5 1.5H5A1.5 1.5 0 0 1 3.5 18z" />,
)
export const DriveIcon = icon(
  <path d="M3.5 13.5 6.3 5.6A1.5 1.5 0 0 1 7.7 4.5h8.6a1.5 1.5 0 0 1 1.4 1.1l2.8 7.9V18a1.5 1.5 0 0 1-1.5 1.5H5A1.5 1.5 0 0 1 3.5 18zM3.5 13.5h17M7 16.5h.01M10.5 16.5h.01" />,
)
export const AlertIcon = icon(
  <>
    <path d="M10.7 4.3 2.9 17.8A1.5 1.5 0 0 0 4.2 20h15.6a1.5 1.5 0 0 0 1.3-2.2L13.3 4.3a1.5 1.5 0 0 0-2.6 0z" />
    <path d="M12 9.5v4M12 16.8h.01" />
  </>,
)
export const WrapIcon = icon(<path d="M4 6h16M4 12h13a3 3 0 0 1 0 6h-4M15.5 15.5 13 18l2.5 2.5M4 18h4" />)
export const OpenOutsideIcon = icon(
  <path d="M13.5 4.5h6v6M19.5 4.5l-9 9M16.5 14v4a1.5 1.5 0 0 1-1.5 1.5H6A1.5 1.5 0 0 1 4.5 18V9A1.5 1.5 0 0 1 6 7.5h4" />,
)
export const TrashIcon = icon(
  <path d="M4 6.5h16M9 6.5v-2h6v2M6 6.5l.9 12a1.5 1.5 0 0 0 1.5 1.4h7.2a1.5 1.5 0 0 0 1.5-1.4l.9-12M10 10.5v5.5M14 10.5v5.5" />,
)
export const RefusedIcon = icon(
  <>
    <circle cx="12" cy="12" r="8.5" />
    <path d="m6 6 12 12" />
  </>,
)
export const ClockIcon = icon(
  <>
    <circle cx="12" cy="12" r="8.5" />
    <path d="M12 7v5l3.2 2" />
  </>,
)
export const GlobeIcon = icon(
  <>
    <circle cx="12" cy="12" r="8.5" />
    <path d="M3.5 12h17M12 3.5c5 5.5 5 11.5 0 17M12 3.5c-5 5.5-5 11.5 0 17" />
  </>,
)
export const FileIcon = icon(
  <>
    <path d="M13.5 3.5H7A1.5 1.5 0 0 0 5.5 5v14A1.5 1.5 0 0 0 7 20.5h10a1.5 1.5 0 0 0 1.5-1.5V8.5z" />
    <path d="M13.5 3.5v5h5" />
  </>,
)
export const MoonIcon = icon(<path d="M20 14.5A8.5 8.5 0 0 1 9.5 4a8.5 8.5 0 1 0 10.5 10.5z" />)
export const PlusIcon = icon(<path d="M12 5v14M5 12h14" />)
export const QuietIcon = icon(<circle cx="12" cy="12" r="5" />)
export const HomeIcon = icon(<path d="M4.5 20.5V12a7.5 7.5 0 0 1 15 0v8.5M2.5 20.5h19" />)
export const FitGreatIcon = icon(
  <>
    <circle cx="12" cy="12" r="9" fill="currentColor" stroke="none" />
    <path d="m7.8 12.3 2.9 2.9 5.5-6" stroke="var(--color-surface)" strokeWidth={2} />
  </>,
)
export const FitRunsIcon = icon(
  <>
    <circle cx="12" cy="12" r="8.5" />
    <path d="m8 12.3 2.8 2.8 5.2-5.8" />
  </>,
)
export const FitTightIcon = icon(
  <>
    <path d="M12 3.5 21 19.5H3z" />
    <path d="M12 10v4.5M12 17h.01" />
  </>,
)
export const FitNoIcon = icon(
  <>
    <circle cx="12" cy="12" r="8.5" />
    <path d="M7.5 12h9" />
  </>,
)
export const KeyboardIcon = icon(
  <>
    <rect x="2.5" y="6" width="19" height="12" rx="2" />
    <path d="M6.5 10h.01M10 10h.01M13.5 10h.01M17 10h.01M8 14.2h8" />
  </>,
)
export const UndoIcon = icon(<path d="M8.5 5 4 9.5 8.5 14M4.5 9.5h9a5.5 5.5 0 0 1 0 11H11" />)
export const InfoIcon = icon(
  <>
    <circle cx="12" cy="12" r="8.5" />
    <path d="M12 11v5.5M12 7.8h.01" />
  </>,
)

/** The app's own mark: the only other place where ember appears. */
export function MarkIcon({ size = 24 }: { size?: number }) {
  return (
    <svg viewBox="0 0 16 16" width={size} height={size} aria-hidden="true" focusable="false" className="flex-none">
      <path
        fill="#8d8178"
        d="M1 8a7 7 0 0 1 14 0v5h.5a.5.5 0 0 1 .5.5v1a.5.5 0 0 1-.5.5H.5a.5.5 0 0 1-.5-.5v-1a.5.5 0 0 1 .5-.5H1z"
      />
      <path fill="#241f1c" d="M2.25 8a5.75 5.75 0 0 1 11.5 0v5H2.25z" />
      <path
        fill="#f2753a"
        d="M6.1 13C4.9 12.3 4.25 11.2 4.25 9.9c0-1.2.6-2.2 1.35-2.9.15.8.5 1.3 1.05 1.6C6.55 6.6 7.3 4.9 8.9 3.6c.15 2 2.85 3.3 2.85 6.2 0 1.3-.65 2.5-1.85 3.2z"
      />
    </svg>
  )
}
