import { z } from 'zod'

/** Ids are UUIDs made by the host; branded, so that one kind is never passed for another. */
export const ChatId = z.uuid().brand<'ChatId'>()
export type ChatId = z.infer<typeof ChatId>

export const MessageId = z.uuid().brand<'MessageId'>()
export type MessageId = z.infer<typeof MessageId>

/** `starter`, or a UUID given to a file when it was first seen. The page never handles a model by its path. */
export const ModelId = z
  .string()
  .regex(/^[a-z0-9-]{1,64}$/)
  .brand<'ModelId'>()
export type ModelId = z.infer<typeof ModelId>
