import { openStore, type StoreName } from '../../../store/store.ts'
import type { MeasuresOverTime, Sample } from '../../measure-messages.ts'
import { createMeasureKeeper } from '../keeper.ts'

/**
 * Keeps measures in a database, with a clock of the test. `kill` goes on with what is on the disk, as after a kill; `restart`
 * ends in good order before.
 */
export function keepMeasures(
  path: string,
  { begin, open = openMetrics }: { begin: number; open?: typeof openMetrics },
) {
  let keeper = createMeasureKeeper({ path, open })
  let clock = begin
  let steadyMs = 0

  return {
    now: () => clock,
    keeper: () => keeper,
    /** So much time passes without a reading. */
    pass(ms: number) {
      clock += ms
      steadyMs += ms
    },
    /** Somebody sets the clock. */
    setClock(at: number) {
      clock = at
    },
    take(values: Record<string, number | null>, everyMs = 2_000) {
      return keeper.take({ at: clock, steadyMs, everyMs, values: Object.entries(values) } satisfies Sample)
    },
    /** Reads for so long, each time after `everyMs`. */
    run(ms: number, everyMs: number, values: (at: number) => Record<string, number | null>) {
      for (const end = clock + ms; clock < end; ) {
        this.take(values(clock), everyMs)
        this.pass(everyMs)
      }
    },
    codes: () => keeper.findings().map(({ code }) => code),
    sentence: (code: string) => keeper.findings().find((finding) => finding.code === code)?.message,
    series(id: string, since: number, until: number, points: number): MeasuresOverTime {
      return keeper.series({ ids: [id], since, until, points, now: clock })
    },
    kill() {
      keeper = createMeasureKeeper({ path, open })
    },
    restart() {
      keeper.stop()
      keeper = createMeasureKeeper({ path, open })
    },
    stop: () => keeper.stop(),
  }
}

const openMetrics = (path: string) => openStore('metrics' satisfies StoreName, path)
