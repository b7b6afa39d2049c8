import type { Log } from '../lib/log.ts'
import { isAnyChannelOn } from '../notifications/channel-rows.ts'
import type { NotificationDeps, Notifications } from '../notifications/notifications.ts'
import type { AskNotifications } from '../notifications/routes.ts'

type Deps = Omit<NotificationDeps, 'onError' | 'random' | 'loadMailer'> & {
  /** Whether everything that needs a person is known: not while history is read. */
  isWhole: () => boolean
  log: Log
}

/** Loads what tells people once a channel is on or somebody asks for it. Until then nothing runs and nothing is kept. */
export function buildNotifications({ isWhole, log, ...deps }: Deps) {
  let loaded: Notifications | undefined
  let loading: Promise<Notifications> | undefined
  let isStarted = false

  async function load() {
    const { createNotifications } = await import('../notifications/loaded-later.ts')
    loaded = createNotifications({
      ...deps,
      loadMailer: () => import('../notifications/mailer.ts'),
      random: () => crypto.getRandomValues(new Uint32Array(1))[0]! / 2 ** 32,
      onError: (error) => log.error('a notice could not be kept', { error }),
    })
    if (isStarted) begin(loaded)
    return loaded
  }

  function begin(notifications: Notifications) {
    notifications.start()
    look()
  }

  function get() {
    loading ??= load()
    return loading
  }

  function look() {
    if (!loaded || !isStarted || !isWhole()) return
    loaded.observe(deps.open())
    const incidents = deps.incidents()
    if (incidents) loaded.observeIncidents(incidents)
  }

  /** Asks what is loaded for it. */
  const ask: AskNotifications = async (run) => run(await get())

  return {
    ask,

    /** What needs a person, or what alerts have raised, has changed. */
    changed() {
      try {
        look()
      } catch (error) {
        log.error('what needs a person could not be told', { error })
      }
    },

    findings: () => loaded?.findings() ?? [],

    start() {
      isStarted = true
      if (loaded) return begin(loaded)
      if (isAnyChannelOn(deps.store)) get().catch((error) => log.error('nobody can be told of anything', { error }))
    },

    async stop() {
      await loaded?.stop()
    },
  }
}
