import type { Page } from '@playwright/test'

/** A press of Tab for each thing that can be seen, and some to spare. */
const mostPresses = 200

/**
 * What can be pressed or written in with a pointer but is never reached with Tab. Inside a menu, a list of options or a
 * group of radio buttons the arrow keys take over, so one of its members stands for all.
 * While a dialog or a menu is open, what lies behind it is not meant.
 */
export async function outOfReach(page: Page): Promise<string[]> {
  await page.evaluate(() => {
    const modal = document.querySelector(':modal, [role="dialog"][data-state="open"]')
    const scope: ParentNode = modal ?? document
    const pressable =
      'a[href], button, input, textarea, select, summary, [role="button"], [role="menuitem"], [role="option"]'
    const seen = [...scope.querySelectorAll<HTMLElement>(pressable)].filter(
      (element) => !element.matches(':disabled, [aria-disabled="true"]') && element.checkVisibility(),
    )
    Object.assign(window, { waiting: new Set(seen) })
    if (!modal) document.body.focus()
  })
  const visit = (): Promise<number> =>
    page.evaluate(() => {
      const waiting = Reflect.get(window, 'waiting') as Set<Element>
      const at = document.activeElement
      const group = at?.closest('[role="menu"], [role="listbox"], [role="radiogroup"], [role="tablist"], [cmdk-root]')
      for (const element of waiting) if (element === at || group?.contains(element) === true) waiting.delete(element)
      return waiting.size
    })
  for (let press = 0; press < mostPresses && (await visit()) > 0; press++) await page.keyboard.press('Tab')
  return page.evaluate(() =>
    [...(Reflect.get(window, 'waiting') as Set<HTMLElement>)]
      .filter((element) => element.checkVisibility())
      .map(
        (element) =>
          element.getAttribute('aria-label') ?? (element.textContent.trim() || element.outerHTML.slice(0, 120)),
      ),
  )
}
