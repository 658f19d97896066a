export const enSettings = {} as const
