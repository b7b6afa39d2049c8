import { appendFileSync, mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { CommandLine } from '../../facts/runtimes.ts'
import { aboutHelper } from './claude-code.ts'
import { dialectOf } from './dialects.ts'
import { folderOf } from './gemini.ts'
import { projects } from './projects.ts'
import type { Played, Session, Written } from './session.ts'

/** The home of each command line below one folder, and how what was played is written there. */
export function createCommandLineHomes(below: string) {
  const homes: Record<Played, string> = {
    'claude-code': join(below, 'claude'),
    codex: join(below, 'codex'),
    gemini: join(below, 'gemini'),
  }
  /** The transcript of each session that goes on. */
  const paths = new Map<Session, string>()
  const made = new Set<string>()
  for (const home of Object.values(homes)) mkdirSync(home, { mode: 0o700 })
  nameGeminiProjects()

  /** Gemini names its folders of chats after projects, and says in each which one it is of. */
  function nameGeminiProjects() {
    const own = projects.filter(({ runtime }) => runtime === 'gemini')
    const named = Object.fromEntries(own.map((project) => [project.path, folderOf(project)]))
    writeFileSync(join(homes.gemini, 'projects.json'), JSON.stringify({ projects: named }, null, 2))
    for (const project of own) {
      mkdirSync(join(homes.gemini, 'tmp', folderOf(project), 'chats'), { recursive: true, mode: 0o700 })
      writeFileSync(join(homes.gemini, 'tmp', folderOf(project), '.project_root'), project.path)
    }
  }

  function pathOf(session: Session): string {
    const known = paths.get(session)
    if (known) return known
    const { runtime } = session.project
    const path = join(homes[runtime], dialectOf[runtime].pathOf(session))
    const folder = dirname(path)
    if (!made.has(folder)) mkdirSync(folder, { recursive: true, mode: 0o700 })
    made.add(folder)
    if (session.parent) writeFileSync(path.replace(/\.jsonl$/, '.meta.json'), JSON.stringify(aboutHelper(session)))
    paths.set(session, path)
    return path
  }

  return {
    /** The folders by runtime, as the configuration names them; nobody uses opencode. */
    folders: {
      'claude-code': [homes['claude-code']],
      codex: [homes.codex],
      gemini: [homes.gemini],
      opencode: [],
    } satisfies Record<CommandLine, string[]>,

    /** Appends what was played to the transcripts, each in one write. */
    write(written: Written[]) {
      const bySession = Map.groupBy(written, ({ session }) => session)
      for (const [session, parts] of bySession) {
        const text = parts.flatMap(({ lines }) => lines.map((line) => `${JSON.stringify(line)}\n`)).join('')
        if (text !== '') appendFileSync(pathOf(session), text, { mode: 0o600 })
        if (session.dueAt === null) paths.delete(session)
      }
    },
  }
}
