export const enModels = {} as const
