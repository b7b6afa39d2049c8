import { expect, test } from 'bun:test'
import type { CronDetail, CronRow } from '../src/crons/cron.ts'
import { openBrowser } from './testing/browser.ts'
import { runOnce, start, temporary, until } from './testing/program.ts'
import { violationsOf } from './testing/violations.ts'

type Audit = { items: { stage: string; action: string; target: string }[] }

test('the page of jobs: what is wrong is on top, and a job is run, edited, watched, copied and deleted', async () => {
  using folder = temporary('crons')
  await using server = await start(folder.path, ['--demo'])
  await server.caughtUp()
  await using browser = await openBrowser()
  const page = await browser.page()
  await page.goto(server.link)
  await page.locator('.rail-link', { hasText: 'Crons' }).click()
  await page.waitForURL('**/crons')

  // The failing job is the first, then the one that missed a deadline; built-in ones stand apart.
  const names = page.locator('.crons-list tbody tr .link-row')
  await names.first().waitFor()
  const first = await names.allTextContents()
  expect(first.slice(0, 2).toSorted()).toEqual(['backup-offsite', 'nightly-digest'])
  expect(first.some((name) => name.startsWith('Heartbeat'))).toBe(false)
  const row = (name: string) => page.locator('.crons-list tr[data-job]', { hasText: name })
  await row('backup-offsite').locator('.past', { hasText: 'without one' }).waitFor()
  await row('nightly-digest').getByText('in a row').waitFor()
  await row('parquet-compact').getByText('overlaps itself').waitFor()
  await page.locator('.crons-signs', { hasText: '2 missed runs' }).waitFor()
  // What was missed lies a few days back: at the beginning of a week that is in the one before.
  const missed = page.locator('.week-slot[data-kind="missed"]')
  await page.locator('.week-slot').first().waitFor()
  if ((await missed.count()) === 0) await page.getByRole('button', { name: 'The week before' }).click()
  await missed.first().waitFor()

  // A job: its link can be shared, and says why it failed.
  await names.getByText('nightly-digest').click()
  await page.waitForURL('**/crons/openclaw*')
  const panel = page.locator('.job-panel')
  await panel.getByText('Flapping').waitFor()
  expect(await panel.locator('.job-runs li').count()).toBeGreaterThan(4)

  // It runs when it is told to, after a question, and is followed to its end.
  await row('memory-curation').locator('button').click()
  await panel.getByRole('heading', { name: 'memory-curation' }).waitFor()
  await panel.getByRole('button', { name: 'Run now' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByText('Run memory-curation now?').waitFor()
  await dialog.getByRole('button', { name: 'Run now' }).click()
  await panel.locator('.job-followed', { hasText: /Queued|Running/ }).waitFor()
  await panel.locator('.job-followed', { hasText: 'Done' }).waitFor({ timeout: 120_000 })
  const href = await panel.locator('.job-followed a', { hasText: 'Open its session' }).getAttribute('href')
  expect(href).toStartWith('/sessions/openclaw')

  // The form checks while one types, and says what it will change.
  await panel.getByText('Form', { exact: true }).click()
  await panel.locator('.expr').fill('every morning')
  await panel.getByText('This is no cron expression').waitFor()
  expect(await panel.getByRole('button', { name: 'Save job' }).isDisabled()).toBe(true)
  await panel.locator('.expr').fill('30 2 28 * *')
  await panel.locator('.next-runs li').nth(4).waitFor()
  await panel.getByText('changes schedule').waitFor()
  await panel.getByRole('button', { name: 'Save job' }).click()
  await page.locator('.toast', { hasText: 'memory-curation is saved.' }).waitFor()
  expect(await violationsOf(page, ['list', 'aria-allowed-role', 'aria-required-parent'])).toEqual([])
  await row('memory-curation').waitFor()
  const jobs = async () => (await server.ask<{ items: CronRow[] }>('/api/crons')).items
  const jobOf = async (name: string) => (await jobs()).find((job) => job.name === name)
  expect((await jobOf('memory-curation'))?.schedule).toMatchObject({ expr: '30 2 28 * *' })

  // Somebody is told when it has not succeeded for too long.
  await panel.locator('.dead-mans-switch .switch').waitFor()
  await panel.locator('.dead-mans-switch .switch').uncheck()
  await until('nobody is told any more', async () => {
    const { items } = await server.ask<{ items: { jobId: string }[] }>('/api/crons/deadlines')
    const job = await jobOf('memory-curation')
    return !items.some(({ jobId }) => jobId === job?.id)
  })

  // It is copied, and the copy is deleted once its name was typed.
  await panel.getByRole('button', { name: 'Duplicate' }).click()
  await panel.getByRole('button', { name: 'Add job' }).click()
  await panel.getByRole('heading', { name: 'memory-curation copy' }).waitFor()
  expect(await jobOf('memory-curation copy')).toMatchObject({ enabled: false })
  await panel.getByRole('button', { name: 'Delete' }).click()
  await dialog.getByText('This cannot be undone').waitFor()
  expect(await dialog.getByRole('button', { name: 'Delete job' }).isDisabled()).toBe(true)
  await dialog.getByRole('textbox').fill('memory-curation copy')
  await dialog.getByRole('button', { name: 'Delete job' }).click()
  await page.locator('.toast', { hasText: 'is deleted' }).waitFor()
  expect(await jobOf('memory-curation copy')).toBeUndefined()

  // The palette runs one by its name, and asks as well.
  await page.keyboard.press('Control+k')
  await page.keyboard.type('run repo-sync')
  await page
    .getByRole('option', { name: /Run repo-sync/ })
    .first()
    .waitFor()
  await page.keyboard.press('Enter')
  await dialog.getByText('Run repo-sync now?').waitFor()
  await dialog.getByRole('button', { name: 'Wait for its time' }).click()

  // The terminal says the same.
  const listed = await runOnce(folder.path, ['cron', 'list', '--json', '--data', `${folder.path}/data`])
  const { items } = JSON.parse(listed.stdout) as { items: CronDetail[] }
  expect(items.map(({ name }) => name).toSorted()).toEqual((await jobs()).map(({ name }) => name).toSorted())
  const unknown = await runOnce(folder.path, ['cron', 'run', 'nobody', '--data', `${folder.path}/data`])
  expect([unknown.code, unknown.stderr.includes('There is no cron job “nobody”.')]).toEqual([2, true])

  // Each act is on record.
  const audit = await page.evaluate(async () => {
    const key = localStorage.getItem('wheelhouse.key') ?? ''
    return (await (await fetch('/api/audit?limit=100', { headers: { 'x-wheelhouse-key': key } })).json()) as Audit
  })
  const lines = audit.items.map(({ stage, action, target }) => `${stage}: ${action}, ${target}`)
  for (const line of [
    'done: run cron job, memory-curation',
    'done: edit schedule of cron job, memory-curation',
    'done: take back the deadline of cron job, memory-curation',
    'done: add cron job, memory-curation copy',
    'done: delete cron job, memory-curation copy',
  ])
    expect(lines).toContain(line)
  expect(browser.errors.filter((error) => !/409|400/.test(error))).toEqual([])
}, 240_000)

test('somebody who only looks sees everything and can change nothing', async () => {
  using folder = temporary('crons-view')
  await using server = await start(folder.path, ['--demo'])
  await server.caughtUp()
  await using browser = await openBrowser({ width: 390, height: 844 })
  const page = await browser.page()
  await page.goto(`${server.url}/crons`)
  await page.locator('.crons-list tbody tr').first().waitFor()
  expect(await page.getByRole('button', { name: 'New job' }).isDisabled()).toBe(true)
  // Nothing is wider than a phone.
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390)
  await page.locator('.crons-list .link-row').first().click()
  const panel = page.locator('.job-panel')
  await panel.getByRole('button', { name: 'Run now' }).waitFor()
  for (const name of ['Run now', 'Switch off', 'Delete'])
    expect(await panel.getByRole('button', { name }).isDisabled()).toBe(true)
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390)
  expect(browser.errors).toEqual([])
}, 120_000)
