/** What a session asks a person for, in the words of all runtimes. */
export const waitWords = {
  permission: 'asks for permission',
  question: 'asks a question',
} as const
