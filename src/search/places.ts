/** Where is looked: everywhere, in titles, in what was said, in what tools were called with, or in what came back. */
export const searchPlaces = ['all', 'titles', 'words', 'tools', 'results'] as const
export type SearchPlace = (typeof searchPlaces)[number]
