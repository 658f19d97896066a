/** The column of the conversation, from the first message down to the composer. */
export const column = 'mx-auto w-full max-w-[672px] px-6'

/** For whatever holds the column, whether it scrolls or not: each leaves the same room, so that the columns line up. */
export const gutter = '[scrollbar-gutter:stable_both-edges]'
