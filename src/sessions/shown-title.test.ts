import { expect, test } from 'bun:test'
import { shownTitle } from './shown-title.ts'

const shows = (title: string | null, shown: string | null) =>
  test(`${title} is shown as ${shown}`, () => expect(shownTitle(title)).toBe(shown))

shows('[cron:9177b0b5-b565-47bb-b975-f4ed5a6ebfcb Broken job] !cronfail please', 'Broken job')
shows('[cron:9177b0b5-b565-47bb-b975-f4ed5a6ebfcb Broken job]…', 'Broken job')
shows('[cron:134cd1aa-7110-4efc-90b3-6f95391aaf1f Slow job with…', 'Slow job with…')
shows('[cron:134cd1aa] Count the tides', 'Count the tides')
shows('[cron:134cd1aa', 'Cron job')
shows('Why is [cron:1 a] in my log', 'Why is [cron:1 a] in my log')
shows('[cronjob] tidy up', '[cronjob] tidy up')
shows('', '')
shows(null, null)
