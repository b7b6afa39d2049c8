import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Page, chromium as playwright } from 'playwright-core'
import { chromium } from '../../scripts/chromium.ts'

const flags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

/** Opens a sign-in link, and waits until the browser has its key: a page that is left before that is not signed in. */
export async function openSignInLink(page: Page, link: string) {
  await page.goto(link)
  await page.waitForFunction(() => localStorage.getItem('wheelhouse.key') !== null)
}

/** A real Chromium with a profile of its own; whatever a page logs as an error is kept. */
export async function openBrowser({ width = 1440, height = 900 } = {}) {
  const profile = mkdtempSync(join(tmpdir(), 'wheelhouse-chromium-'))
  const context = await playwright.launchPersistentContext(profile, {
    executablePath: chromium(),
    headless: true,
    args: flags,
    viewport: { width, height },
  })
  const errors: string[] = []
  context.on('weberror', (error) => errors.push(error.error().message))
  context.on('console', (message) => {
    if (message.type() === 'error') errors.push(message.text())
  })
  return {
    context,
    errors,
    page: () => context.newPage(),
    async [Symbol.asyncDispose]() {
      await context.close()
      rmSync(profile, { recursive: true, force: true })
    },
  }
}
