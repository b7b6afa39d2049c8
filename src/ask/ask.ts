import type { Permit } from '../audit/action-gate.ts'
import { clock } from '../lib/format.ts'
import { type FetchDeps, systemNetwork } from '../lib/guarded-fetch.ts'
import { fromJson } from '../lib/json.ts'
import { isLoopbackAddress } from '../lib/private-address.ts'
import { Refusal } from '../lib/refusal.ts'
import { dayOf, startOfDay } from '../lib/timezone.ts'
import type { Store } from '../store/store.ts'
import type { Answer, AskNow, Conversation, Reading } from './answer.ts'
import {
  answerOf,
  answersOf,
  askedSince,
  conversationsOf,
  deleteConversation,
  modelRow,
  putAnswer,
  putModel,
  unfinishedAnswers,
} from './answer-rows.ts'
import { type AnswerFetch, runDialogue } from './ask-model.ts'
import type { AskEvent } from './events.ts'
import { plainAnswer } from './figure.ts'
import { instructionsFor } from './instructions.ts'
import { isAgent, type ModelChoice, type ModelDraft, problemWithUrl, problemWithWords } from './model-choice.ts'
import { createFigures, readingOf } from './table.ts'
import type { Questions, Tool } from './tools/tool.ts'
import { toolsFor } from './tools/tools.ts'
import type { AskUsage } from './usage-file.ts'

export type AskDeps = {
  store: Store
  questions: Questions
  /** The key of the model. */
  kept: { get(): string | undefined; set(text: string): void }
  /** Notes what a question took, where costs are read from. */
  noteUsage: (usage: AskUsage) => void
  ownAddress: () => string
  /** The model of the demo; undefined where a person chooses one. */
  madeUp?: { choice: ModelChoice; answer: AnswerFetch; suggestions: string[] } | undefined
  publish: (event: AskEvent) => unknown
  onError: (error: unknown) => void
  network?: Partial<FetchDeps>
}

export type Ask = ReturnType<typeof createAsk>

/** So many earlier questions of a conversation the model is reminded of. */
const maxHistory = 6
const maxRunning = 2
const maxReadings = 16
const perMinute = 10
/** While an answer grows, pages are told so often. */
const tellEveryMs = 200
const usualSuggestions = [
  'Why was yesterday more expensive than usual?',
  'Which agent cost the most this week, and on what?',
  'Which agent stalls most?',
]

/** Asks a model questions about our own data. It gets tools that read, and nothing else. */
export function createAsk({
  store,
  questions,
  kept,
  noteUsage,
  ownAddress,
  madeUp,
  publish,
  onError,
  ...deps
}: AskDeps) {
  const { now, timezone, reader } = questions
  const network = { ...systemNetwork(ownAddress), ...deps.network }
  const running = new Map<string, { stop: AbortController; ended: Promise<void>; answer: Answer; person: string }>()
  const asked: number[] = []
  /** Questions that have a place and are not written down yet. */
  let beginning = 0
  settleUnfinished()

  /** What was asked while this program ended has no answer any more. */
  function settleUnfinished() {
    for (const { person, answer } of unfinishedAnswers(store))
      putAnswer(
        store,
        person,
        { ...answer, state: 'failed', endedAt: now(), trouble: 'Wheelhouse ended before it was answered.' },
        null,
      )
  }

  const choice = () => madeUp?.choice ?? modelRow(store)

  /** The model that answers. Throws a Refusal where none does. */
  function chosen(): ModelChoice {
    const model = choice()
    if (model?.isOn) return model
    throw new Refusal('unavailable', 'Ask is off. An admin switches it on in Settings, Ask, and chooses the model.')
  }

  function hostOf(url: string) {
    const host = URL.parse(url)?.hostname.replace(/^\[|\]$/g, '') ?? ''
    return { host, isLocal: host === 'localhost' || isLoopbackAddress(host) }
  }

  /** What questions cost today, as the page of costs has it; null where that is not known. */
  async function spentToday(): Promise<number | null> {
    const day = dayOf(now(), timezone)
    const report = fromJson(await reader.costReport({ by: 'agent', since: day, until: day, agent: questions.ownAgent }))
    return report.totals.calls === 0 ? 0 : report.totals.costUsd
  }

  const askedToday = () => askedSince(store, startOfDay(dayOf(now(), timezone), timezone))

  /** Takes a place among those that are answered, before anything is waited for: many may ask at once. */
  async function taken<Answered>(model: ModelChoice, then: () => Answered): Promise<Answered> {
    refuseWhereLimited(model)
    asked.push(now())
    beginning++
    try {
      const spent = model.dayUsd === null ? null : await spentToday()
      if (model.dayUsd !== null && spent !== null && spent >= model.dayUsd)
        throw new Refusal(
          'too-many',
          `Questions have cost $${spent.toFixed(2)} today: the limit in Settings, Ask, is reached.`,
        )
      return then()
    } finally {
      beginning--
    }
  }

  function refuseWhereLimited(model: ModelChoice) {
    if (running.size + beginning >= maxRunning)
      throw new Refusal('too-many', 'Two questions are being answered. Wait for one of them, or stop it.')
    const at = now()
    while (asked[0] !== undefined && asked[0] <= at - 60_000) asked.shift()
    if (asked.length >= perMinute)
      throw new Refusal('too-many', 'Ten questions were asked within a minute. Wait a little.')
    if (askedToday() + beginning >= model.dayQuestions)
      throw new Refusal('too-many', `${model.dayQuestions} questions were asked today: the limit in Settings, Ask.`)
  }

  /** What was said before. An answer that may quote words of transcripts is told only to whom those may be told. */
  function historyOf(person: string, conversationId: string, model: ModelChoice) {
    const readsWords = model.readsWords && !isAgent(model)
    return answersOf(store, person, conversationId)
      .filter((answer) => answer.state === 'done' && (readsWords || !answer.readsWords))
      .slice(-maxHistory)
      .flatMap(({ question, text, figures }) => [
        { role: 'user' as const, content: question },
        { role: 'assistant' as const, content: plainAnswer(text, figures) },
      ])
  }

  /** Lets the model answer, and keeps what it says and reads as it comes. */
  async function run(model: ModelChoice, key: string, person: string, answer: Answer, signal: AbortSignal) {
    const figures = createFigures()
    const hideKey = (text: string) => (key === '' ? text : text.replaceAll(key, '[hidden]'))
    let lastSent: string | null = null
    let reads = 0
    let toldAt = 0
    const tell = (isOver = false) => {
      if (!isOver && now() - toldAt < tellEveryMs) return
      toldAt = now()
      publish({ kind: 'ask.changed', id: answer.id })
    }

    async function read(tool: Tool, input: unknown): Promise<string> {
      let reading: Reading
      if (++reads > maxReadings) return 'That was read enough. Answer with what you have.'
      try {
        const table = await tool.read(tool.input.parse(input), {
          questions,
          figures,
          readsWords: model.readsWords,
          signal,
        })
        reading = readingOf(tool.name, table, figures)
      } catch (error) {
        if (signal.aborted) throw error
        const words = error instanceof Refusal ? error.message : 'That could not be read.'
        if (!(error instanceof Refusal)) onError(error)
        reading = { tool: tool.name, title: tool.doing, href: '', rows: 0, bars: null, sent: words, isRefused: true }
      }
      answer.readings = [...answer.readings, reading]
      answer.figures = [...figures.all()]
      tell()
      return reading.sent
    }

    const at = now()
    const end = await runDialogue(
      {
        url: model.url,
        model: model.model,
        key,
        allowsPrivate: model.allowsPrivate,
        instructions: instructionsFor({
          today: dayOf(at, timezone),
          clock: clock(at, timezone),
          timezone,
          readsWords: model.readsWords,
        }),
        messages: [...historyOf(person, answer.conversationId, model), { role: 'user', content: answer.question }],
        tools: toolsFor(model.readsWords),
        read,
        signal,
      },
      {
        sent(body) {
          lastSent = body
          answer.sentBytes += Buffer.byteLength(body)
          answer.requests++
        },
        wrote(text) {
          answer.text = hideKey(answer.text + text)
          tell()
        },
      },
      network,
      madeUp?.answer,
    )
    answer.figures = [...figures.all()]
    answer.endedAt = now()
    answer.inputTokens = end.inputTokens
    answer.outputTokens = end.outputTokens
    answer.trouble = signal.aborted ? null : end.trouble
    answer.state = signal.aborted ? 'stopped' : end.trouble === null ? 'done' : 'failed'
    try {
      // A conversation that was forgotten meanwhile stays so.
      if (running.has(answer.id)) putAnswer(store, person, answer, lastSent)
      // What goes through a gateway is in the costs of its agent.
      if (!madeUp && !isAgent(model) && (end.inputTokens !== null || end.outputTokens !== null))
        noteUsage({
          at: answer.endedAt,
          id: answer.id,
          conversation: answer.conversationId,
          model: model.model,
          provider: answer.host,
          input: end.inputTokens ?? 0,
          output: end.outputTokens ?? 0,
          cached: end.cachedTokens ?? 0,
        })
    } finally {
      running.delete(answer.id)
      tell(true)
    }
  }

  /** An answer with its cost, as the index has it once it has read it. */
  async function priced(answers: Answer[]): Promise<Answer[]> {
    const known = answers.filter(({ inputTokens, outputTokens }) => inputTokens !== null || outputTokens !== null)
    if (known.length === 0 || madeUp) return answers
    const from = Math.floor(Math.min(...known.map(({ askedAt }) => askedAt)) / 900_000) * 900_000
    const question = { agent: questions.ownAgent, from, limit: 500 }
    const { items } = fromJson(await reader.costCalls(question))
    return answers.map((answer) => {
      const call = items.find(({ at }) => at === answer.endedAt)
      return call ? { ...answer, costUsd: call.costUsd } : answer
    })
  }

  const live = (answer: Answer) => running.get(answer.id)?.answer ?? answer

  function changeModel(draft: ModelDraft, isOn: boolean): ModelChoice {
    const { key, ...rest } = draft
    refuseProblems(draft)
    const changed = { ...rest, isOn }
    // A key is never beside an address that it was not entered for, whatever fails in between.
    if (key !== undefined) kept.set('')
    putModel(store, changed)
    if (key !== undefined) kept.set(key)
    publish({ kind: 'ask.changed', id: null })
    return changed
  }

  return {
    async state(): Promise<AskNow> {
      const model = choice()
      return {
        isOn: model?.isOn ?? false,
        isSetUp: model !== null,
        isMadeUp: madeUp !== undefined,
        isAgent: model !== null && isAgent(model),
        model: model?.model ?? '',
        ...hostOf(model?.url ?? ''),
        readsWords: model?.readsWords ?? false,
        dayUsd: model?.dayUsd ?? null,
        spentTodayUsd: madeUp ? 0 : await spentToday().catch(() => null),
        askedToday: askedToday(),
        dayQuestions: model?.dayQuestions ?? 0,
        suggestions: madeUp?.suggestions ?? usualSuggestions,
      }
    },

    /** What is set; whether there is a key, and never the key. */
    settings: () => ({ model: choice(), hasKey: (kept.get() ?? '') !== '', isMadeUp: madeUp !== undefined }),

    set(permit: Permit, draft: ModelDraft) {
      permit.check()
      refuseMadeUp()
      const changed = changeModel(draft, modelRow(store)?.isOn ?? false)
      // What is being answered was begun by other rules.
      for (const { stop } of running.values()) stop.abort()
      return changed
    },

    turn(permit: Permit, isOn: boolean) {
      permit.check()
      refuseMadeUp()
      const model = modelRow(store)
      if (!model) throw new Refusal('not-found', 'No model is chosen yet.')
      putModel(store, { ...model, isOn })
      if (!isOn) for (const { stop } of running.values()) stop.abort()
      publish({ kind: 'ask.changed', id: null })
      return { ...model, isOn }
    },

    /** Asks a model to say that it is there, without any of our data. */
    async test(permit: Permit, draft: ModelDraft, signal: AbortSignal): Promise<{ words: string; isFine: boolean }> {
      permit.check()
      refuseMadeUp()
      refuseProblems(draft)
      let text = ''
      const { trouble } = await runDialogue(
        {
          ...draft,
          key: draft.key ?? kept.get() ?? '',
          instructions: 'You are asked whether you are there.',
          messages: [{ role: 'user', content: 'Answer with the one word: ready' }],
          tools: [],
          read: async () => '',
          signal,
        },
        {
          sent() {},
          wrote(more) {
            text += more
          },
        },
        network,
      )
      return trouble === null
        ? { words: `It answers: ${text.trim().slice(0, 80)}`, isFine: true }
        : { words: trouble, isFine: false }
    },

    /** Begins to answer a question; the answer grows from then on. Throws a Refusal where it may not be asked. */
    async ask(
      permit: Permit,
      { question, conversationId }: { question: string; conversationId?: string | undefined },
      person: string,
    ): Promise<Answer> {
      permit.check()
      const before = chosen()
      if (conversationId !== undefined && answersOf(store, person, conversationId).length === 0)
        throw new Refusal('not-found', 'There is no such conversation of yours.')
      return taken(before, () => {
        // An admin may have changed it meanwhile.
        const model = chosen()
        if (
          conversationId !== undefined &&
          [...running.values()].some(({ answer }) => answer.conversationId === conversationId)
        )
          throw new Refusal('too-many', 'The last question of this conversation is still being answered.')
        const id = crypto.randomUUID()
        const answer: Answer = {
          id,
          conversationId: conversationId ?? id,
          question,
          askedAt: now(),
          endedAt: null,
          state: 'asking',
          text: '',
          figures: [],
          readings: [],
          trouble: null,
          model: model.model,
          ...hostOf(model.url),
          isAgent: isAgent(model),
          readsWords: model.readsWords,
          sentBytes: 0,
          requests: 0,
          inputTokens: null,
          outputTokens: null,
          costUsd: null,
        }
        putAnswer(store, person, answer, null)
        const stop = new AbortController()
        const ended = run(model, kept.get() ?? '', person, answer, stop.signal).catch(onError)
        running.set(id, { stop, ended, answer, person })
        return answer
      })
    },

    async conversation(person: string, id: string): Promise<Answer[]> {
      const all = answersOf(store, person, id).map(live)
      if (all.length === 0) throw new Refusal('not-found', 'There is no such conversation of yours.')
      return priced(all)
    },

    conversations: (person: string): Conversation[] => conversationsOf(store, person),

    /** The last request of a question, as it left: all that was told is in it. */
    sent(person: string, id: string): string {
      const found = answerOf(store, person, id)
      if (!found) throw new Refusal('not-found', 'There is no such question of yours.')
      return found.sent ?? ''
    },

    stopAnswer(permit: Permit, person: string, id: string) {
      permit.check()
      const found = running.get(id)
      if (!found || found.person !== person)
        throw new Refusal('not-found', 'This question is not being answered any more.')
      found.stop.abort()
    },

    forget(permit: Permit, person: string, conversationId: string) {
      permit.check()
      for (const { answer, stop, person: asker } of running.values())
        if (asker === person && answer.conversationId === conversationId) {
          running.delete(answer.id)
          stop.abort()
        }
      if (deleteConversation(store, person, conversationId) === 0)
        throw new Refusal('not-found', 'There is no such conversation of yours.')
      publish({ kind: 'ask.changed', id: null })
    },

    async stop() {
      for (const { stop } of running.values()) stop.abort()
      await Promise.all([...running.values()].map(({ ended }) => ended))
    },
  }

  function refuseProblems(draft: ModelDraft) {
    const before = modelRow(store)?.url
    const isElsewhere = before !== undefined && URL.parse(before)?.origin !== URL.parse(draft.url)?.origin
    if (draft.key === undefined && isElsewhere && (kept.get() ?? '') !== '')
      throw new Refusal('bad-input', `The key was entered for ${hostOf(before).host}. Type the one of the new address.`)
    const problem = problemWithUrl(draft.url) ?? problemWithWords(draft)
    if (problem) throw new Refusal('bad-input', problem)
  }

  function refuseMadeUp() {
    if (madeUp)
      throw new Refusal('unavailable', 'The demo answers with a model of its own; nothing leaves this machine.')
  }
}
