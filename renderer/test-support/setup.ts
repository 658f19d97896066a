import { afterEach, beforeEach } from 'vitest'
import { resetPage } from './render.tsx'

// React warns where a change was not wrapped in act(); with this it knows that it runs under a test.
Object.assign(globalThis, { IS_REACT_ACT_ENVIRONMENT: true })

beforeEach(() => {
  localStorage.clear()
  document.documentElement.removeAttribute('data-theme')
})

afterEach(resetPage)
