export const enWelcome = {} as const
