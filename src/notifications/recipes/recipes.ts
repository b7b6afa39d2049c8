import { generalRecipes } from './general.ts'
import type { Recipe } from './recipe.ts'

/** Every provider that is reached by one request. */
export const recipes: readonly Recipe[] = [...generalRecipes]
