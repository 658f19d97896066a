import { expect, test } from 'vitest'
import { byName } from '../../test-support/render.tsx'
import { gutter } from './column.ts'
import { openChatPage, openConversation } from './test-support/chat-page.tsx'
import { answer, question } from './test-support/samples.ts'

// No layout here: that the columns line up is that all of them leave the same room for a scrollbar.
test('transcript, composer and the first words leave the same room for a scrollbar', async () => {
  const { box } = await openConversation([question(1, 'Hi'), answer(2, 'Ho')])
  expect(byName(box, '[role=log]', 'Conversation').className).toContain(gutter)
  expect(box.querySelector('form')?.parentElement?.parentElement?.className).toContain(gutter)
  const empty = await openChatPage()
  expect(byName(empty.box, 'h2', 'What do you want to know?').closest('main')?.innerHTML.split(gutter)).toHaveLength(3)
})

test('the first words stand in the middle, as wide as the composer', async () => {
  const { box } = await openChatPage()
  const heading = byName(box, 'h2', 'What do you want to know?')
  expect(heading.parentElement?.className).toMatch(/(^| )my-auto( |$)/)
  expect(heading.nextElementSibling?.className).not.toContain('max-w')
})
