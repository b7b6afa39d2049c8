import { expect, test } from 'bun:test'
import type { Reconciliation } from '../src/reconcile/reconciliation.ts'
import { openBrowser } from './testing/browser.ts'
import { start, temporary, until } from './testing/program.ts'

test('on the page of the demo a bill is typed in and taken back, and the gateway is asked', async () => {
  using folder = temporary('reconcile')
  await using server = await start(folder.path, ['--demo'])
  await server.caughtUp()
  await using browser = await openBrowser()
  const page = await browser.page()
  await page.goto(server.link)
  await page.locator('.rail').getByRole('link', { name: 'Costs', exact: true }).click()
  await page.getByRole('link', { name: 'Reconcile' }).click()
  const figure = page.locator('.drift-figure')
  await figure.waitFor()

  const billOf = async (payee: string) => {
    const { payees } = await server.ask<Reconciliation>('/api/reconcile')
    return payees.find((row) => row.payee === payee)?.bill?.usdCents ?? null
  }
  expect(await billOf('google')).toBeNull()
  await page.getByLabel('Provider').selectOption({ label: 'Google' })
  await page.getByLabel('Currency').selectOption('EUR')
  await page.getByLabel('Amount before tax').fill('10,50')
  await page.getByLabel('Dollars for one EUR').fill('1.1')
  expect(await page.locator('.bill-form [aria-live]').innerText()).toStartWith('$11.55 at 1.1. Our ')
  await page.getByRole('button', { name: 'Keep this figure' }).click()
  await until('the bill is kept', async () => (await billOf('google')) === 1_155)
  await page.locator('.kept-bills li', { hasText: 'Google' }).waitFor()
  await page.locator('.toast').getByRole('button', { name: 'Undo' }).click()
  await until('the bill is gone', async () => (await billOf('google')) === null)

  await page.getByRole('button', { name: 'Ask the gateway' }).click()
  const openclaw = page.locator('.witnesses tr', { hasText: 'OpenClaw' })
  await openclaw.getByText('gateway just now').waitFor()
  const { runtimes, overall } = await server.ask<Reconciliation>('/api/reconcile')
  const gateway = runtimes.find(({ runtime }) => runtime === 'openclaw')!.statements[0]!
  expect(gateway.statedCents).toBeGreaterThan(0)
  for (const drift of [overall!, gateway])
    expect(drift.parts.reduce((sum, { cents }) => sum + cents, drift.leftCents)).toBe(drift.driftCents)
  expect(browser.errors).toEqual([])
})
