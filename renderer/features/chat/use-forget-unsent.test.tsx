import { useState } from 'react'
import { expect, test } from 'vitest'
import { perform, render } from '../../test-support/render.tsx'
import { useDraft } from './drafts.ts'
import { outgoing, putOutgoing } from './outbox.ts'
import { chatId, tiny } from './test-support/samples.ts'
import { useForgetUnsent } from './use-forget-unsent.ts'

const stored = () => Object.entries(sessionStorage).join()

let tell: (welcomed: boolean) => void = () => undefined
function Tab() {
  const [welcomed, setWelcomed] = useState(true)
  tell = setWelcomed
  useForgetUnsent(welcomed)
  return null
}

function Draft({ write }: { write?: string }) {
  const [text, setText] = useDraft(chatId(1))
  if (write !== undefined && text !== write) setText(write)
  return <p>{text}</p>
}

test('drafts and messages that were never sent go with everything else that is erased, and not before', async () => {
  await render(<Draft write="a secret" />)
  putOutgoing(chatId(1), { key: 'k', text: 'another secret', model: tiny, error: null })
  await render(<Tab />)
  expect(stored()).toMatch(/a secret.*another secret/)

  await perform(() => tell(false))
  expect(stored()).not.toContain('secret')
  expect(outgoing(chatId(1))).toBeNull()
  expect((await render(<Draft />)).textContent).toBe('')
})
