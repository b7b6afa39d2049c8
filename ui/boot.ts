/** Runs before the first paint, so that no page flashes in another theme than its own. */
const kept = localStorage.getItem('wheelhouse.theme')
const themes = ['night', 'daylight', 'midnight', 'nord', 'mocha', 'latte', 'solarized', 'github']
const system = matchMedia('(prefers-color-scheme: light)').matches ? 'daylight' : 'night'
document.documentElement.dataset.theme = kept !== null && themes.includes(kept) ? kept : system
