/** What a command of the shell seems to do to a file. */
type CommandFile = { path: string; how: 'read' | 'write' | 'edit' | 'move' | 'delete' }

/** A longer command is a script: its words say little, and nobody reads them. */
const maxCommandLength = 4_000
const maxFiles = 50

const readers = new Set(['cat', 'head', 'tail', 'less', 'more', 'bat', 'nl', 'wc', 'xxd', 'file', 'stat', 'source'])
/** Programs whose last words are files after their first, which is a pattern or a mode. */
const secondWords = new Map<string, CommandFile['how']>([
  ['chmod', 'edit'],
  ['chown', 'edit'],
])

/**
 * The files that a command of the shell seems to read or write: redirections, `tee`, `sed -i`, `cp`, `mv`, `rm`, `touch`,
 * `chmod` and `chown`, and programs that show files. It is a guess: the words of a command do not say what it did.
 */
export function filesInCommand(command: string): CommandFile[] {
  if (command.length > maxCommandLength) return []
  const files: CommandFile[] = []
  const put = (path: string | undefined, how: CommandFile['how']) => {
    if (path !== undefined && isPath(path) && files.length < maxFiles) files.push({ path, how })
  }
  for (const words of simpleCommands(command)) {
    const args: string[] = []
    for (let number = 0; number < words.length; number++) {
      const word = words[number]!
      if (word.kind === 'redirect') {
        const target = words[number + 1]
        if (target?.kind === 'word') {
          if (word.text !== hereString) put(target.text, word.text.includes('<') ? 'read' : 'write')
          number++
        }
      } else args.push(word.text)
    }
    // Settings of variables stand before the program, as does `sudo`.
    while (args[0] !== undefined && (/^\w+=/.test(args[0]) || args[0] === 'sudo')) args.shift()
    const [program = '', ...rest] = args
    filesOfProgram(program.split('/').at(-1)!, rest, put)
  }
  return files
}

function filesOfProgram(
  program: string,
  rest: string[],
  put: (path: string | undefined, how: CommandFile['how']) => void,
) {
  const plain = rest.filter((word) => !word.startsWith('-'))
  if (readers.has(program)) for (const path of plain.filter((word) => !/^\d+$/.test(word))) put(path, 'read')
  else if (program === 'tee') for (const path of plain) put(path, 'write')
  else if (program === 'touch') for (const path of plain) put(path, 'write')
  else if (program === 'rm') for (const path of plain) put(path, 'delete')
  else if (program === 'sed') {
    const isEdit = rest.some((word) => /^(-i|--in-place)/.test(word))
    const scripts = rest.flatMap((word, number) => (/^(-\w*[ef]|--expression|--file)$/.test(word) ? [number + 1] : []))
    const paths = rest.filter((word, number) => !word.startsWith('-') && !scripts.includes(number))
    for (const path of paths.slice(scripts.length > 0 ? 0 : 1)) put(path, isEdit ? 'edit' : 'read')
  } else if (program === 'cp' && plain.length >= 2) {
    for (const path of plain.slice(0, -1)) put(path, 'read')
    put(plain.at(-1), 'write')
  } else if (program === 'mv' && plain.length >= 2) {
    for (const path of plain.slice(0, -1)) put(path, 'move')
    put(plain.at(-1), 'write')
  } else if (secondWords.has(program)) for (const path of plain.slice(1)) put(path, secondWords.get(program)!)
}

/** Something that names a file on its face: no variable, no pattern, no device, no address. */
const isPath = (word: string) =>
  word !== '' && word !== '-' && word.length <= 1_000 && !/[$*?`{}\n]|^\/dev\/|^[a-z]+:\/\/|^&/.test(word)

/** Behind it stands a text, and no file. */
const hereString = '<<<'

type Word = { kind: 'word' | 'redirect'; text: string }

/** The simple commands of a line, as their words. What a here-document holds is no part of them. */
export function simpleCommands(command: string): Word[][] {
  const commands: Word[][] = [[]]
  let word = ''
  let isQuoted = false
  let hereEnd: string | undefined
  const endWord = () => {
    if (word !== '' || isQuoted) commands.at(-1)!.push({ kind: 'word', text: word })
    word = ''
    isQuoted = false
  }
  const endCommand = () => {
    endWord()
    if (commands.at(-1)!.length > 0) commands.push([])
  }
  for (let at = 0; at < command.length; at++) {
    const letter = command[at]!
    if (letter === '\\') word += command[++at] ?? ''
    else if (letter === "'" || letter === '"') {
      isQuoted = true
      let end = at + 1
      while (end < command.length && command[end] !== letter) end += letter === '"' && command[end] === '\\' ? 2 : 1
      word += command.slice(at + 1, end)
      at = end
    } else if (letter === '#' && word === '' && !isQuoted) {
      while (at + 1 < command.length && command[at + 1] !== '\n') at++
    } else if (command.startsWith(hereString, at)) {
      endWord()
      commands.at(-1)!.push({ kind: 'redirect', text: hereString })
      at += hereString.length - 1
    } else if (letter === '<' && command[at + 1] === '<') {
      const [, end = ''] = /^<<-?\s*["']?(\w+)/.exec(command.slice(at)) ?? []
      endWord()
      hereEnd = end
      at += (/^<<-?\s*["']?\w*["']?/.exec(command.slice(at))?.[0].length ?? 2) - 1
    } else if (letter === '>' || letter === '<') {
      // A number before it is a descriptor, and `>&1` is no file.
      if (/^\d+$/.test(word)) word = ''
      endWord()
      const operator = /^[<>]{1,2}\|?(&\d|&-)?/.exec(command.slice(at))![0]
      if (!operator.includes('&')) commands.at(-1)!.push({ kind: 'redirect', text: operator })
      at += operator.length - 1
    } else if (letter === '\n') {
      endCommand()
      if (hereEnd === undefined) continue
      const end = new RegExp(`^\\s*${hereEnd}$`, 'm').exec(command.slice(at + 1))
      at = end ? at + 1 + end.index + end[0].length : command.length
      hereEnd = undefined
    } else if (letter === ';' || letter === '|' || letter === '(' || letter === ')') endCommand()
    else if (letter === '&') {
      if (command[at + 1] === '>') {
        endWord()
        commands.at(-1)!.push({ kind: 'redirect', text: '&>' })
        at++
      } else endCommand()
    } else if (letter === ' ' || letter === '\t') endWord()
    else word += letter
  }
  endCommand()
  return commands.filter((words) => words.length > 0)
}
