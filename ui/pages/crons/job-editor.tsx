import { createEffect, createMemo, createSignal, For, on, Show } from 'solid-js'
import type { CronDetail } from '../../../src/crons/cron.ts'
import { fieldWords, listWords } from '../../../src/crons/field-words.ts'
import { type CronDefinition, changedFields } from '../../../src/facts/cron-definition.ts'
import { ProblemNote } from '../../components/problem-note.tsx'
import { StateMark } from '../../components/state-mark.tsx'
import {
  definitionFrom,
  type Fields,
  fieldsOf,
  isForForm,
  parseDefinition,
  patchOf,
  problemIn,
  scheduleOf,
} from './draft.ts'
import { JobFields } from './job-fields.tsx'
import { NextRuns } from './next-runs.tsx'

/**
 * Edits a job in a form or as JSON. What was changed elsewhere since it was opened is named; where the same was changed
 * here, nothing is saved until the person has chosen.
 */
export function JobEditor(props: {
  as: 'form' | 'json'
  /** What the job is just now. */
  definition: CronDefinition
  /** The job that is edited; undefined for a new one. */
  job: CronDetail | undefined
  readOnly: boolean
  problem: string | undefined
  isBusy: boolean
  verb: string
  /** Takes what has to be changed; of a new job all of it. */
  onSave(patch: Record<string, unknown>, whole: CronDefinition): void
}) {
  /** What the job was when it was opened, and what the person has made of it since. */
  const [base, setBase] = createSignal(structuredClone(props.definition))
  const [draft, setDraft] = createSignal<CronDefinition>(structuredClone(props.definition))
  const [fields, setFields] = createSignal<Fields>(fieldsOf(props.definition))
  const [json, setJson] = createSignal(pretty(props.definition))
  const [mayReplace, setMayReplace] = createSignal(false)
  const [isScheduleWrong, setScheduleWrong] = createSignal(false)

  const mine = createMemo(() => changedFields(base(), draft()))
  const theirs = createMemo(() => changedFields(base(), props.definition))
  const both = () => theirs().filter((field) => mine().includes(field))
  // Where nothing was changed here, the form follows.
  createEffect(on(theirs, () => theirs().length > 0 && mine().length === 0 && begin(props.definition), { defer: true }))
  createEffect(
    on(
      () => props.as,
      () => show(draft()),
      { defer: true },
    ),
  )

  function begin(definition: CronDefinition) {
    setBase(structuredClone(definition))
    setMayReplace(false)
    setDraft(structuredClone(definition))
    show(definition)
  }
  function show(definition: CronDefinition) {
    setFields(fieldsOf(definition))
    setJson(pretty(definition))
  }
  function typeField(change: Partial<Fields>) {
    setFields({ ...fields(), ...change })
    setDraft(definitionFrom(fields(), draft()))
  }
  function typeJson(text: string) {
    setJson(text)
    const parsed = parseDefinition(text)
    if (typeof parsed !== 'string') setDraft(parsed)
  }

  const formProblem = () => {
    if (props.as === 'json') {
      const parsed = parseDefinition(json())
      return typeof parsed === 'string' ? parsed : null
    }
    return isForForm(draft()) ? problemIn(fields()) : null
  }
  const isBlocked = () => both().length > 0 && !mayReplace()
  const maySave = () =>
    !props.readOnly &&
    !props.isBusy &&
    formProblem() === null &&
    !isScheduleWrong() &&
    !isBlocked() &&
    (props.job === undefined || mine().length > 0)
  const words = (names: (keyof typeof fieldWords)[]) => listWords(names.map((name) => fieldWords[name]))

  return (
    <form
      class="job-editor"
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        if (maySave()) props.onSave(patchOf(base(), draft()), draft())
      }}
    >
      <Show
        when={props.as === 'form'}
        fallback={
          <label class="json">
            <span class="label">The job as OpenClaw keeps it, without its id and its state</span>
            <textarea
              class="field mono"
              spellcheck={false}
              readOnly={props.readOnly}
              aria-invalid={formProblem() !== null}
              rows={22}
              value={json()}
              onInput={(event) => typeJson(event.currentTarget.value)}
            />
          </label>
        }
      >
        <Show
          when={isForForm(draft())}
          fallback={<p class="empty">This job runs a program. It is edited as JSON, by an admin.</p>}
        >
          <JobFields
            fields={fields()}
            was={props.job ? fieldsOf(base()) : undefined}
            usualMs={props.job?.usualMs ?? null}
            onType={typeField}
          >
            <NextRuns
              schedule={scheduleOf(fields(), draft().schedule)}
              onChecked={(isWrong) => setScheduleWrong(isWrong)}
            />
          </JobFields>
        </Show>
      </Show>
      <Show when={props.as === 'json'}>
        <NextRuns schedule={draft().schedule} onChecked={(isWrong) => setScheduleWrong(isWrong)} />
      </Show>
      <Show when={props.job?.hidesSecret}>
        <p class="note">
          <StateMark mark="idle" label="" /> [hidden] stands where Wheelhouse hides something like a key. A field that
          holds it can be left as it is, or written anew.
        </p>
      </Show>
      <Show when={theirs().length > 0 && mine().length > 0 && both().length === 0}>
        <p class="note" data-level="info" aria-live="polite">
          <StateMark mark="idle" label="" /> Changed elsewhere meanwhile: {words(theirs())}. Your change keeps that.
        </p>
      </Show>
      <Show when={both().length > 0}>
        <div class="note" data-level="warn" role="alert">
          <p>
            <StateMark mark="waiting" label="" /> Changed elsewhere meanwhile as well: {words(both())}.{' '}
            {mayReplace() ? 'Saving replaces that by yours.' : 'Which one shall it be?'}
          </p>
          <Show when={!mayReplace()}>
            <button class="button" type="button" onClick={() => begin(props.definition)}>
              Take theirs
            </button>
            <button class="button" type="button" onClick={() => setMayReplace(true)}>
              Keep mine
            </button>
          </Show>
        </div>
      </Show>
      <ProblemNote text={props.problem} />
      <Show when={!props.readOnly}>
        <div class="save">
          <button class="button" data-kind="primary" type="submit" disabled={!maySave()}>
            {props.isBusy ? 'Saving' : props.verb}
          </button>
          <span class="quiet" aria-live="polite">
            {formProblem() ??
              (props.job && mine().length > 0 ? `changes ${words(mine())}` : props.job ? 'nothing changed yet' : '')}
          </span>
          <For each={props.job && mine().length > 0 ? [1] : []}>
            {() => (
              <button class="link-button" type="button" onClick={() => begin(props.definition)}>
                Undo changes
              </button>
            )}
          </For>
        </div>
      </Show>
    </form>
  )
}

const pretty = (definition: CronDefinition) => JSON.stringify(definition, null, 2)
