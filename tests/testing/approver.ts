import type { Page } from 'playwright-core'
import type { Approval } from '../../src/approvals/approval.ts'
import type { ApprovalRuntime } from '../../src/facts/approval.ts'
import { runtimeName } from '../../src/facts/runtimes.ts'
import { openBrowser } from './browser.ts'
import { type Running, until } from './program.ts'

export type Approver = Awaited<ReturnType<typeof openApprover>>

type Asked = Pick<Approval, 'id'>

const patienceMs = 60_000

/**
 * A person with the page of approvals open in a real Chromium, who decides by mouse and keyboard. `headers` are those of
 * somebody who is signed in, and may make a link for the page.
 */
export async function openApprover(server: Running, headers: Record<string, string>) {
  const browser = await openBrowser()
  browser.context.setDefaultTimeout(patienceMs)
  let page = await enter(server, headers)

  async function enter({ url }: Running, signedIn: Record<string, string>): Promise<Page> {
    const link = await fetch(`${url}/api/auth/link`, { method: 'POST', headers: signedIn, body: '{}' })
    const { url: path } = (await link.json()) as { url: string }
    const opened = await browser.page()
    await opened.goto(`${url}/#${path.split('#')[1]}`)
    await opened
      .getByRole('link', { name: /Sessions/ })
      .first()
      .waitFor()
    await opened.goto(`${url}/approvals`)
    await opened.locator('.approvals-page:not(.loading)').waitFor()
    return opened
  }

  const card = ({ id }: Asked) => page.locator(`[id="approval-${id}"]`)

  /** Presses a button of a card until it takes that: what has just appeared or moved takes nothing. */
  async function press(asked: Asked, name: RegExp, isPressed: () => Promise<boolean>) {
    const button = card(asked).getByRole('button', { name })
    await button.waitFor()
    await until(
      `${name} is pressed`,
      async () => {
        if (await isPressed()) return true
        await button.click({ timeout: 1_000 }).catch(() => {})
        return isPressed()
      },
      patienceMs,
    ).catch(async (error: Error) => {
      throw new Error(`${error.message}; the card says: ${await card(asked).innerText()}`)
    })
  }

  const said = (asked: Asked) => card(asked).locator('.outcome, .problem').first()

  /** Presses what decides, and says what the card then says came of it. */
  async function decide(asked: Asked, name: RegExp): Promise<string> {
    await press(asked, name, async () => (await said(asked).count()) > 0)
    return outcome(asked)
  }

  const outcome = (asked: Asked) =>
    until(
      'it is said what came of it',
      async () => {
        const words = await said(asked)
          .innerText({ timeout: 1_000 })
          .catch(() => '')
        return words !== '' && !words.includes('waiting for') && words
      },
      patienceMs,
    )

  const field = (asked: Asked, label: string) => card(asked).getByLabel(label)
  const shows = (asked: Asked, label: string) => async () => (await field(asked, label).count()) > 0

  return {
    card,
    page: () => page,
    /** What the page logs as errors; the browser notes each refusal of the server that asks back. */
    errors: () => browser.errors.filter((words) => !words.includes('409')),
    allow: (asked: Asked) => decide(asked, /^Allow once/),
    deny: (asked: Asked) => decide(asked, /^Deny\s*:/),
    goOn: (asked: Asked) => decide(asked, /^Go on\s*:/),

    async denyWith(asked: Asked, reason: string) {
      const label = 'What to tell the agent with the denial'
      await press(asked, /^Deny with words/, shows(asked, label))
      await field(asked, label).fill(reason)
      return decide(asked, /^Deny\s*:/)
    },

    async allowInstead(asked: Asked, command: string) {
      await press(asked, /^Edit/, shows(asked, 'Run this instead'))
      await field(asked, 'Run this instead').fill(command)
      return decide(asked, /^Allow this instead/)
    },

    /** Allows from now on; `rule` is what the question that comes back has to say. */
    async allowFurther(asked: Asked, how: 'Always allow' | 'Allow for this session', rule: string) {
      // It stands on the card before anything is pressed.
      await card(asked).getByText(rule).first().waitFor()
      const dialog = page.getByRole('dialog')
      await press(asked, new RegExp(`^${how}`), async () => (await dialog.count()) > 0)
      await dialog.getByText(rule).first().waitFor()
      await dialog.getByRole('button', { name: /^Allow/ }).click()
      await dialog.waitFor({ state: 'detached' })
      return outcome(asked)
    },

    /** Answers a question with one of its options. */
    async choose(asked: Asked, option: string) {
      await card(asked).locator('.option', { hasText: option }).click()
      return decide(asked, /^Answer/)
    },

    async answerWith(asked: Asked, words: string) {
      await card(asked).getByPlaceholder('Or in your own words').fill(words)
      return decide(asked, /^Answer/)
    },

    /** Switches taking part on or off under the settings. */
    async takePart(runtime: ApprovalRuntime, isOn: boolean) {
      const path = page.url()
      await page.goto(new URL('/settings/approvals', path).href)
      await page
        .getByRole('button', { name: `${isOn ? 'Take part' : 'Stop taking part'}: ${runtimeName(runtime)}` })
        .click()
      if (isOn) await page.getByRole('dialog').getByRole('button', { name: 'Take part' }).click()
      await page
        .getByRole('button', { name: `${isOn ? 'Stop taking part' : 'Take part'}: ${runtimeName(runtime)}` })
        .waitFor()
      await page.goto(path)
      await page.locator('.approvals-page:not(.loading)').waitFor()
    },

    /** The program was started anew: its page is opened again. */
    async comeBack(again: Running, signedIn: Record<string, string>) {
      await page.close()
      page = await enter(again, signedIn)
    },

    [Symbol.asyncDispose]: () => browser[Symbol.asyncDispose](),
  }
}
