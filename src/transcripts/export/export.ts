import type { ExportFormat, ExportHead, ExportWriter } from './formats.ts'
import { createHtmlWriter } from './html.ts'
import { createJsonLinesWriter } from './json-lines.ts'
import { createMarkdownWriter } from './markdown.ts'

const makers: Record<ExportFormat, (head: ExportHead) => ExportWriter> = {
  jsonl: createJsonLinesWriter,
  markdown: createMarkdownWriter,
  html: createHtmlWriter,
}

export const exportWriter = (format: ExportFormat, head: ExportHead): ExportWriter => makers[format](head)
