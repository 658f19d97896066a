/** A member of the double takes what Electron's own takes; what it answers is the double's affair. */
export type Members<Real> = {
  [K in keyof Real]?: Real[K] extends (...args: infer A) => unknown ? (...args: A) => unknown : Real[K]
}
/** Satisfied only by a double whose members are all Electron's, but for those that a test steers it by. */
export type OnlyNamesOf<Real, Double> = Record<Exclude<keyof Double, keyof Real | `fake${string}`>, never>

export type Call = readonly [name: string, ...args: unknown[]]
export const calls: Call[] = []
export const note = (name: string, ...args: unknown[]): void => void calls.push([name, ...args])
export const callsOf = (name: string): Call[] => calls.filter((call) => call[0] === name)

/** What the system answers, until a test says otherwise. */
export const fake = {
  lock: true,
  dark: false,
  locale: 'en-GB',
  ready: Promise.withResolvers<void>(),
  messageBox: 0,
  openDialog: { canceled: true, filePaths: [] as string[] },
  openPathError: '',
  filePaths: new Map<unknown, string>(),
  /** What a quit does to windows that nobody keeps open. */
  quits: 0,
}

export const fakeEvent = () => ({
  defaultPrevented: false,
  preventDefault(): void {
    this.defaultPrevented = true
  },
})
