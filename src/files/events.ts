/** What a session did to files has become known, or the survey of older ones went on. */
export type FileEvent = { kind: 'files.changed'; sessionId: string; survey: { sessions: number; done: number } }
