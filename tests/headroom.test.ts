import { expect, test } from 'bun:test'
import type { Headroom } from '../src/breaker/headroom.ts'
import type { CronRow } from '../src/crons/cron.ts'
import { openBrowser } from './testing/browser.ts'
import { start, temporary, until } from './testing/program.ts'

type Audit = { items: { stage: string; who: string; credential: string; action: string; target: string }[] }
type Needs = { items: { kind: string; title: string; reason: string }[] }

test('a plan window that fills too early holds the jobs that a person chose, once they confirmed it, and lets them go on', async () => {
  using folder = temporary('headroom')
  await using server = await start(folder.path, ['--demo'])
  await server.caughtUp()
  await using browser = await openBrowser()
  const page = await browser.page()
  const jobs = async () => (await server.ask<{ items: CronRow[] }>('/api/crons')).items
  const isOn = async (name: string) => (await jobs()).find((job) => job.name === name)?.enabled

  // Who only looks sees all of it, and no lever that moves.
  await page.goto(`${server.url}/costs/headroom`)
  await page.getByText('until it is full').waitFor()
  await page.getByText('view only').waitFor()
  expect(await page.locator('.lever-switch:enabled').count()).toBe(0)
  expect(await page.locator('.done button').count()).toBe(0)

  await page.goto(server.link)
  await page.locator('.rail-link', { hasText: 'Costs' }).click()
  await page.getByRole('link', { name: 'Headroom' }).click()
  await page.waitForURL('**/costs/headroom')
  await page.locator('.gauge-list button[aria-pressed="true"]', { hasText: 'Claude Code, 5 hours' }).waitFor()
  await page.locator('.window-curve .curve-ahead').waitFor()
  await page.locator('.rehearsal-sentence', { hasText: 'it would have acted' }).waitFor()
  expect(await page.locator('.gauge-list li').count()).toBe(6)

  const lever = (measure: string) => page.locator(`[data-measure="${measure}"] .lever-switch`)

  // A person chooses what can wait, and is asked before the lever stands.
  await page.locator('.job-choice summary').click()
  await page.locator('.job-choice label', { hasText: 'memory-curation' }).locator('input').check()
  await page.locator('[data-measure="hold-crons"]', { hasText: '1 job' }).waitFor()
  await lever('hold-crons').click()
  const dialog = page.getByRole('dialog')
  await dialog.getByText('Act by itself when Claude Code, 5 hours runs short?').waitFor()
  await dialog.getByText('it would have acted').waitFor()
  await dialog.locator('.hits', { hasText: 'memory-curation' }).waitFor()
  await dialog.getByRole('button', { name: 'Leave it off' }).click()
  expect(await lever('hold-crons').isChecked()).toBe(false)
  expect(await isOn('memory-curation')).toBe(true)
  await lever('hold-crons').click()
  await dialog.getByRole('button', { name: 'Switch on' }).click()

  // It runs short already, and so it acts: once, at the gateway, and says so.
  const release = page.getByRole('button', { name: 'Release memory-curation' })
  await release.waitFor()
  expect(await lever('hold-crons').isChecked()).toBe(true)
  expect(await isOn('memory-curation')).toBe(false)
  const needs = async () =>
    (await server.ask<Needs>('/api/needs')).items.filter(({ kind }) => kind === 'breaker-tripped')
  await until('somebody is told', async () => (await needs()).length === 1)
  expect((await needs())[0]).toMatchObject({ title: 'Claude Code, 5 hours' })
  expect((await needs())[0]!.reason).toMatch(/at this pace full .* before it resets; held memory-curation$/)
  await page.goto(`${server.url}/needs`)
  await page.locator('.need', { hasText: 'Claude Code, 5 hours runs short' }).getByText('Open headroom').click()
  await page.waitForURL('**/costs/headroom?of=window*')

  // The way back: the work goes on, and is left alone until the window opens.
  await page.getByRole('button', { name: 'Let it go on: Claude Code, 5 hours' }).click()
  await page.locator('.toast', { hasText: 'What was held goes on' }).waitFor()
  await page.locator('.done li', { hasText: 'Held memory-curation' }).first().getByText('undone').waitFor()
  expect(await isOn('memory-curation')).toBe(true)
  await until('nobody needs to know any more', async () => (await needs()).length === 0)
  const { acts, trips } = await server.ask<Headroom>('/api/breaker')
  expect(acts.filter(({ kind, at }) => kind === 'hold' && at > Date.now() - 600_000)).toHaveLength(1)
  expect(trips).toMatchObject([{ isLifted: true, jobs: {} }])

  // The record names the rule, and who switched it on.
  const audit = await page.evaluate(async () => {
    const key = localStorage.getItem('wheelhouse.key') ?? ''
    return (await (await fetch('/api/audit?limit=100', { headers: { 'x-wheelhouse-key': key } })).json()) as Audit
  })
  const done = audit.items.filter(({ stage }) => stage === 'done')
  expect(done.find(({ action }) => action === 'switch off cron job')).toMatchObject({
    credential: 'rule',
    target: 'memory-curation',
    who: expect.stringMatching(
      /^Rule “Claude Code, 5 hours”, switched on by .+ \(rule:window:claude-code:five_hour\)$/,
    ),
  })
  expect(done.map(({ action }) => action)).toContain('have a rule hold cron jobs for')
  expect(done.map(({ action }) => action)).toContain('let work go on')
  expect(browser.errors.filter((error) => !/409|400/.test(error))).toEqual([])
}, 180_000)
