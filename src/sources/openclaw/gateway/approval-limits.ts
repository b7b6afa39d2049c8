import type { Hello } from './connection.ts'

/** What a gateway cannot do about approvals that newer ones can, in sentences: by the calls that it knows. */
export function approvalLimits({ methods, version }: Pick<Hello, 'methods' | 'version'>): string[] {
  const who = version === null ? 'This gateway' : `OpenClaw ${version}`
  const knows = (method: string) => methods.includes(method)
  return [
    ...(knows('exec.approval.list')
      ? []
      : [
          `${who} tells of a request once and keeps no list: what it asked while Wheelhouse was not connected is answered in OpenClaw.`,
          `${who} waits for an answer whether or not somebody is here, also where the run of a command was stopped.`,
        ]),
    ...(knows('question.list') ? [] : [`${who} knows no questions of agents that a person could answer.`]),
    ...(knows('plugin.approval.list') ? [] : [`${who} does not ask for what plugins do.`]),
  ]
}
