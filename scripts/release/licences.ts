import type { Component } from './inside.ts'

/** The licences of all that is inside, as one text; the same licence of several libraries stands there once. */
export function licencesText(components: readonly Component[], own: string): string {
  const byText = new Map<string, Component[]>()
  for (const component of components) {
    const text =
      component.texts.join('\n\n') || `(Its package has no text. Its licence is ${component.licence ?? 'not stated'}.)`
    byText.set(text, [...(byText.get(text) ?? []), component])
  }
  return [
    'Wheelhouse',
    '',
    own.trim(),
    line,
    `Bun ${Bun.version} (MIT), which is the runtime inside. Copyright (c) Oven. It is linked with JavaScriptCore of WebKit`,
    '(LGPL-2.0-or-later) and other libraries; https://bun.com/docs/project/licensing lists them, and says how to link it anew.',
    ...[...byText].flatMap(([text, of]) => [
      line,
      ...of.map(({ name, version, licence }) => `${name} ${version} (${licence ?? 'licence not stated'})`),
      '',
      text,
    ]),
    '',
  ].join('\n')
}

const line = `\n${'-'.repeat(80)}\n`
