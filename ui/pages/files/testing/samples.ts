import type { FileDetail, FileSession, FilesPage, FileTouch } from '../../../../src/files/file.ts'
import { sampleNow } from '../../../testing/samples.ts'

export const sampleTouch = (rest: Partial<FileTouch> = {}): FileTouch => ({
  sessionId: 'a',
  at: sampleNow,
  how: 'edit',
  added: 1,
  removed: 0,
  isGuessed: false,
  itemId: '1.0',
  ...rest,
})

export const samplePerson = (id: string, rest: Partial<FileSession> = {}): FileSession => ({
  id,
  title: `Task of ${id}`,
  agentId: `openclaw:${id}`,
  runtime: 'openclaw',
  kind: 'direct',
  state: 'idle',
  projectPath: '/home/boat',
  branch: null,
  ...rest,
})

export const samplePage = (rest: Partial<FilesPage> = {}): FilesPage => ({
  since: 0,
  files: 2,
  sessions: 2,
  edits: [],
  outside: [],
  conflicts: [],
  people: [samplePerson('a'), samplePerson('b')],
  survey: { sessions: 0, done: 0 },
  watch: null,
  editor: null,
  ...rest,
})

export const sampleDetail = (path: string, rest: Partial<FileDetail> = {}): FileDetail => ({
  path,
  reads: 0,
  writes: 1,
  sessions: 1,
  writers: 1,
  reverted: 0,
  outside: 0,
  touches: [sampleTouch()],
  people: [samplePerson('a')],
  conflict: null,
  together: [],
  worktrees: [],
  ...rest,
})
