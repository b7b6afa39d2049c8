/** What every request can be given; `fetch` holds what goes to `fetch` as it is, such as a signal. */
type Options = { query?: Record<string, unknown>; headers?: Record<string, string>; fetch?: RequestInit }

const verbs = ['get', 'post', 'put', 'patch', 'delete']

/**
 * Builds requests as Eden's treaty does, whose types describe them: `client.api.agents({ id }).get({ query })`. This is
 * the part of it that pages need. An answer is `{ data, error, response }`; without any response `response` is
 * undefined. `headersOf` is asked before each request.
 */
export const createClient = (origin: string, headersOf: () => Record<string, string>): unknown => {
  const at = (path: string): unknown =>
    new Proxy(() => {}, {
      get: (_, name: string) =>
        verbs.includes(name)
          ? (...given: unknown[]) => {
              const [body, options = {}] = name === 'get' ? [undefined, ...given] : given
              return send(name, path, body, options as Options)
            }
          : at(`${path}/${name}`),
      apply: (_, __, [params]: Record<string, string>[]) => at(`${path}/${Object.values(params ?? {})[0]}`),
    })

  async function send(verb: string, path: string, body: unknown, { query = {}, headers, fetch: init }: Options) {
    const asked = new URLSearchParams(
      Object.entries(query).flatMap(([name, value]) =>
        value === undefined || value === null ? [] : [[name, String(value)]],
      ),
    )
    const request = {
      method: verb.toUpperCase(),
      credentials: 'same-origin',
      headers: {
        ...headersOf(),
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
      ...init,
    } satisfies RequestInit
    let response: Response
    try {
      response = await fetch(`${origin}${path}${asked.size > 0 ? `?${asked}` : ''}`, request)
    } catch (error) {
      return { data: null, error: { status: 0, value: error }, response: undefined }
    }
    const text = await response.text()
    // A refusal is `application/problem+json`.
    const isJson = /[/+]json\b/.test(response.headers.get('content-type') ?? '')
    const value: unknown = isJson ? JSON.parse(text) : text
    return response.ok
      ? { data: value, error: null, response }
      : { data: null, error: { status: response.status, value }, response }
  }

  return at('')
}

/** Fetches a file of the server as it is; undefined where nobody answers. */
export const fetchFile = (
  url: string,
  headers: Record<string, string>,
  signal?: AbortSignal,
): Promise<Response | undefined> =>
  fetch(url, { credentials: 'same-origin', headers, ...(signal && { signal }) }).catch(() => undefined)
