import { AppError } from '../../contract/errors.ts'
import { damaged } from './gguf-errors.ts'
import type { ModelFacts } from './model-facts.ts'

/** Why this model must not reach the engine, or null. llama.cpp aborts the process on most of these instead of failing. */
export function checkTextModel(facts: ModelFacts): AppError | null {
  const { architecture, kind, split } = facts
  if (split !== null && split.index > 0) {
    // Only the first part has the metadata; it is the one to open.
    return new AppError('MODEL_NOT_TEXT', 'Not the first part of a split model', {
      data: { kind: 'split-part', ...split },
    })
  }
  if (kind === 'unknown') {
    const name = architecture ?? ''
    return new AppError('MODEL_UNKNOWN_ARCHITECTURE', `Unknown architecture "${name}"`, {
      data: { architecture: name },
    })
  }
  if (kind !== 'text') {
    return new AppError('MODEL_NOT_TEXT', `Not a text model but ${kind}`, {
      data: { kind, architecture: architecture ?? '' },
    })
  }
  return facts.abortCause === null ? null : damaged(facts.abortCause)
}

/** A model without a template completes text and cannot be talked to; whether that matters is the caller's choice. */
export function requireTemplate(facts: ModelFacts): AppError | null {
  return facts.hasChatTemplate ? null : new AppError('MODEL_NO_TEMPLATE', 'The model has no chat template')
}
