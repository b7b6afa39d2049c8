/** The sections of the settings in their order, each by the last word of its address; the first one has none. */
export const settingsSections = [
  { path: '', name: 'Appearance' },
  { path: 'sources', name: 'Sources' },
  { path: 'hooks', name: 'Hooks' },
  { path: 'approvals', name: 'Approvals' },
  { path: 'notifications', name: 'Notifications' },
  { path: 'ask', name: 'Ask' },
  { path: 'forecast', name: 'Forecast' },
  { path: 'access', name: 'Access' },
  { path: 'about', name: 'About' },
] as const
