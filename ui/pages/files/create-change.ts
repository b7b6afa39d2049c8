import { placeOfItem } from '../../../src/facts/item-id.ts'
import type { FileTouch } from '../../../src/files/file.ts'
import { api, ask } from '../../data/api.ts'
import { createQuery } from '../../data/query.ts'
import { type Change, changeIn } from './hunks.ts'

/** What a touch changed, read from the transcript of its session; of one from outside nobody knows. */
export const createChange = (asked: () => { path: string; touch: FileTouch }) =>
  createQuery({
    key: () => {
      const { path, touch } = asked()
      return ['files/change', touch.sessionId, touch.itemId, path] as const
    },
    async fetcher([, id, itemId, path], signal): Promise<Change> {
      const from = placeOfItem(itemId)?.position
      if (id === '' || from === undefined) return { kind: 'unknown' }
      const query = { from, limit: 3 }
      const page = await ask(api.sessions({ id }).transcript.get({ query, fetch: { signal } }))
      return changeIn(page.items, itemId, path)
    },
    keepPrevious: false,
  })
