/** The kinds of credential, as the audit names them. */
export const credentials = [
  'same user',
  'command line',
  'agent’s shell',
  'signed-in browser',
  'token',
  'terminal',
  'rule',
] as const
export type Credential = (typeof credentials)[number]
