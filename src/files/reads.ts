import type { FileDetail, FileHistory, FilesPage, TouchedFile } from './file.ts'
import type { Files } from './files.ts'
import type { FileChoice } from './read-files.ts'

export type FileReads = ReturnType<typeof fileReads>

/** What can be asked about the files that sessions touched. Times in ms. */
export const fileReads = (files: Files) => ({
  filesPage: ({ since }: { since: number }): Omit<FilesPage, 'survey' | 'watch' | 'editor'> => files.page(since),
  touchedFiles: (asked: { since: number; choice: FileChoice; words: readonly string[] }): TouchedFile[] =>
    files.list(asked),
  fileHistory: ({ path, before }: { path: string; before: number }): FileHistory => files.history(path, before),
  fileDetail: ({ path, since }: { path: string; since: number }): FileDetail => files.detail(path, since),
})
