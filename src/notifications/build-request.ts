import type { HttpRequest } from '../lib/guarded-fetch.ts'
import type { Recipe } from './recipes/recipe.ts'
import { type JsonTemplate, parseJsonTemplate, render, renderJson, TemplateError, type Values } from './template.ts'

/** What a recipe makes is text. */
type TextRequest = HttpRequest & { body: string | undefined }

const maxBodyBytes = 256 << 10

/**
 * Makes of a recipe, what a person filled in and a notice the request that says it. Throws a TemplateError where that is
 * impossible; its message has no value in it.
 */
export function buildRequest(recipe: Recipe, fields: Values, notice: Values): TextRequest {
  const blank = Object.fromEntries(recipe.fields.map(({ name }) => [name, '']))
  const values = { ...notice, ...blank, ...fields, ...signatures(recipe, { ...blank, ...fields }, notice) }
  const template = notice.event === 'resolve' && recipe.end ? recipe.end : recipe.request
  const { method, query = {}, headers = {}, body } = template
  const url = urlOf(template.url, recipe.fields, values)
  for (const [name, template] of Object.entries(query)) {
    const value = render(template, values)
    if (value !== '') url.searchParams.set(name, value)
  }
  const request: TextRequest = { method, url, headers: { 'user-agent': 'Wheelhouse' }, body: undefined }
  for (const [name, template] of Object.entries(headers)) {
    const value = headerText(template, values)
    if (value !== '') request.headers[name.toLowerCase()] = headerValue(name, value)
  }
  if (body) {
    const text = textOf(body, values)
    request.body = text
    request.headers['content-type'] ??= types[body.as]
    if (Buffer.byteLength(text) > maxBodyBytes)
      throw new TemplateError('The request would be larger than 256 kB. Shorten the template.')
  }
  if (recipe.sign === 'webhook') signWebhook(request, values)
  return request
}

const types = {
  json: 'application/json',
  'typed-json': 'application/json',
  form: 'application/x-www-form-urlencoded',
  text: 'text/plain; charset=utf-8',
} as const

function textOf(body: NonNullable<Recipe['request']['body']>, values: Values): string {
  switch (body.as) {
    case 'json':
      return JSON.stringify(renderJson(body.value, values))
    case 'typed-json': {
      const typed = values[body.field] ?? ''
      const template: JsonTemplate = typed.trim() === '' ? body.otherwise : parseJsonTemplate(typed)
      return JSON.stringify(renderJson(template, values))
    }
    case 'form': {
      const form = new URLSearchParams()
      for (const [name, template] of Object.entries(body.value)) {
        const value = renderJson(template, values)
        if (value !== null && value !== '') form.set(name, String(value))
      }
      return form.toString()
    }
    case 'text':
      return render(body.value, values)
  }
}

/** The address; a field that holds a whole one begins it and is checked, all others are escaped. */
function urlOf(template: string, fields: Recipe['fields'], values: Values): URL {
  const [, name] = /^\{\{(\w+)\}\}/.exec(template) ?? []
  const base =
    name !== undefined && fields.some((one) => one.name === name && (one.kind === 'server' || one.kind === 'url'))
  const rest = render(base ? template.slice(name!.length + 4) : template, values, pathPart)
  const text = base ? `${values[name!]!.trim().replace(/\/+$/, rest === '' ? '$&' : '')}${rest}` : rest
  const url = URL.parse(text)
  if (!url || (url.protocol !== 'https:' && url.protocol !== 'http:'))
    throw new TemplateError('The address is none. It begins with https:// or, in your own network, http://.')
  if (url.username !== '' || url.password !== '')
    throw new TemplateError('The address has a user or a password in it. Put them into fields of their own.')
  return url
}

/** A value as one part of a path: also `.` and `..`, which would climb. */
const pathPart = (value: string) =>
  encodeURIComponent(value)
    .replace(/%3A/g, ':')
    .replace(/^\.+$/, (dots) => dots.replaceAll('.', '%2E'))

function headerText(template: NonNullable<Recipe['request']['headers']>[string], values: Values): string {
  if (typeof template === 'string') return render(template, values)
  if ('basic' in template) {
    const words = template.basic.map((one) => render(one, values))
    return words.every((word) => word === '') ? '' : `Basic ${Buffer.from(words.join(':')).toString('base64')}`
  }
  const value = render(template.value, values)
  return value === '' ? '' : template.prefix + value
}

/** A header of one line. Line breaks of a text become spaces by `|line`; anywhere else they are refused. */
function headerValue(name: string, value: string): string {
  if (/[\r\n\0]/.test(value)) throw new TemplateError(`The header ${name} would have a line break in it.`)
  // Headers are Latin-1; RFC 2047 says how the rest is written.
  return /[^\x20-\x7e\t]/.test(value) ? `=?UTF-8?B?${Buffer.from(value).toString('base64')}?=` : value
}

const hmac = (key: string | Uint8Array, text: string) =>
  new Bun.CryptoHasher('sha256', key).update(text).digest('base64')

/** Signatures that stand in a template. */
function signatures({ sign }: Recipe, fields: Values, { nowMs = '', nowSeconds = '' }: Values): Values {
  if (sign === 'dingtalk') {
    const secret = fields.secret ?? ''
    return secret === ''
      ? { stamp: '', signature: '' }
      : { stamp: nowMs, signature: hmac(secret, `${nowMs}\n${secret}`) }
  }
  if (sign === 'feishu') {
    const secret = fields.secret ?? ''
    return secret === ''
      ? { stamp: '', signature: '' }
      : { stamp: nowSeconds, signature: hmac(`${nowSeconds}\n${secret}`, '') }
  }
  return {}
}

/** Signs id, time and body as Standard Webhooks have it; the receiver checks that nobody else, and nobody later, said it. */
function signWebhook(request: TextRequest, { key = '', nowSeconds = '', secret = '' }: Values) {
  request.headers['webhook-id'] = key
  request.headers['webhook-timestamp'] = nowSeconds
  request.headers['idempotency-key'] = key
  if (secret === '') return
  const bytes = secret.startsWith('whsec_') ? new Uint8Array(Buffer.from(secret.slice(6), 'base64')) : secret
  request.headers['webhook-signature'] = `v1,${hmac(bytes, `${key}.${nowSeconds}.${request.body ?? ''}`)}`
}
