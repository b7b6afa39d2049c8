import { type createFeatures, features } from './features.ts'

type MakeApi = ReturnType<typeof createFeatures>['makeApi']

/**
 * Answers what one command asks. To read something, only the routes of the feature that the address names are made:
 * those of all take longer than most answers. Where it has no such address, and to change anything, all are.
 */
export function answerOnce(makeApi: MakeApi) {
  return async (request: Request): Promise<Response> => {
    const named = features.filter(({ name }) => name === new URL(request.url).pathname.split('/')[2])
    if (request.method === 'GET' && named.length > 0) {
      const response = await makeApi(named).handle(request)
      if (response.status !== 404) return response
    }
    return makeApi().handle(request)
  }
}
