import { Refusal } from '../lib/refusal.ts'
import type { SearchAnswer, SearchProgress } from './answer.ts'
import type { createFinder, FinderDeps, SearchQuestion, SearchRunner } from './finder.ts'

type Deps = Omit<FinderDeps, 'runner'> & { runner: SearchRunner & { rebuild(): Promise<SearchProgress> } }

export type Search = ReturnType<typeof createSearch>

/** Finds words, phrases and any letters in the texts of all sessions. */
export function createSearch(deps: Deps) {
  let find: ReturnType<typeof createFinder> | undefined
  return {
    async search(question: SearchQuestion, request: Request): Promise<SearchAnswer> {
      find ??= (await import('./finder.ts')).createFinder(deps)
      const answer = await find(question, request)
      if ('wrong' in answer) throw new Refusal('bad-input', answer.wrong)
      return answer
    },

    /** Takes the index away and has it built anew. */
    rebuild: () => deps.runner.rebuild(),
  }
}
