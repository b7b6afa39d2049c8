import { oneLine } from '../lib/plain-text.ts'

/** What a gateway says after it was asked to update itself, as far as it says anything. */
export type UpdateAnswer = {
  ok: boolean
  message?: string | undefined
  result?:
    | {
        /** `skipped`: nothing was done, whatever `ok` says. */
        status?: string | undefined
        reason?: string | undefined
        before?: { version?: string | null | undefined } | null | undefined
        after?: { version?: string | null | undefined } | null | undefined
        steps?:
          | { name: string; exitCode?: number | null | undefined; stderrTail?: string | null | undefined }[]
          | undefined
      }
    | undefined
  /** A service manager carries the update out while the gateway is stopped. */
  handoff?: { status?: string | undefined; message?: string | undefined } | null | undefined
}

/**
 * Why a gateway does not update, in a sentence; null where it does. 2026.3 answers `ok` for an update that it skips;
 * 2026.9 hands it over to its service manager, and refuses where there is none.
 */
export function whyNotUpdated({ ok, message, result, handoff }: UpdateAnswer): string | null {
  if (ok && (result?.status !== 'skipped' || handoff?.status === 'started')) return null
  const step = result?.steps?.findLast(({ exitCode }) => exitCode != null && exitCode !== 0)
  const reason =
    message ??
    handoff?.message ??
    (step ? `“${step.name}” failed${saidIn(step.stderrTail ?? '')}` : undefined) ??
    (result?.reason ? wordsOf(result.reason) : undefined) ??
    'it does not say why'
  const [before, after] = [result?.before?.version, result?.after?.version]
  const left =
    before && after && before !== after
      ? ` OpenClaw ${after} lies on the disk now, and ${before} still runs: ${wayBackTo(before)}`
      : ''
  return `The gateway does not update: ${oneLine(reason).replace(/\.$/, '')}.${left}`
}

/** How to get a version back that a person had before. */
export const wayBackTo = (version: string | null) =>
  `\`npm i -g openclaw@${version ?? 'VERSION'}\` and a restart bring ${version === null ? 'the old one' : 'it'} back; data that the new version has converted stays converted.`

const wordsOf = (reason: string) => reasons[reason] ?? reason

const reasons: Record<string, string> = {
  'external-supervisor-update-required':
    'another program manages it (OPENCLAW_SUPERVISOR_MODE=external) and has to update it',
  'restart-disabled': 'its configuration forbids restarts (commands.restart)',
  'restart-unavailable': 'it cannot restart itself',
  'container-image-install': 'it runs in a container, where a newer image is its update',
  'unmanaged-package-install':
    'it was not installed globally (`npm i -g openclaw`), so that it does not know where to install another version',
  'not-git-install': 'it does not know how it was installed',
  'not-openclaw-root': 'it does not find its own installation',
  'managed-service-handoff-already-running': 'another update goes on already',
}

/** What an installer has printed, without what says nothing to a person. */
function saidIn(text: string): string {
  const lines = text
    .split('\n')
    .map((line) => line.replace(/^npm (?:error|ERR!)\s*/, '').trim())
    .filter((line) => line !== '' && !/^(?:code|errno|path|command|A complete log)\b/.test(line))
  const words = lines.join(' ')
  return words === '' ? '' : `: ${words.length > 300 ? `${words.slice(0, 300)}…` : words}`
}
