/** What runs as a service, and where. */
export type ServicePlan = {
  /** The executable and its arguments. */
  program: string
  args: readonly string[]
  /** Variables that it is given: a service knows nothing of the terminal it was installed from. */
  environment: Readonly<Record<string, string>>
  /** Who runs it where the machine starts it; null where it is the service of one person. */
  user: string | null
}

/** Stands in each file, and says that we may write over it. */
export const madeByUs = 'Made by `wheelhouse service install`'

/**
 * A unit of systemd. What would keep it from the homes of agents, from their processes or from their sockets in /tmp is
 * not taken from it; nor is what programs need that it starts for you. The rest is.
 */
export function unitText({ program, args, environment, user }: ServicePlan): string {
  return [
    `# ${madeByUs}, which writes it anew. Your own changes belong into: systemctl ${user === null ? '--user ' : ''}edit wheelhouse`,
    '[Unit]',
    'Description=Wheelhouse, mission control for the AI agents of this machine',
    ...(user === null ? [] : ['After=network.target']),
    'StartLimitIntervalSec=300',
    'StartLimitBurst=10',
    '',
    '[Service]',
    'Type=exec',
    ...(user === null ? [] : [`User=${user}`]),
    `ExecStart=${[program, ...args].map(inCommand).join(' ')}`,
    ...Object.entries(environment).map(([name, value]) => `Environment=${inUnit(`${name}=${value}`)}`),
    'Restart=on-failure',
    'RestartSec=5',
    // What it starts for you goes on where it is restarted.
    'KillMode=mixed',
    'TimeoutStopSec=20',
    'UMask=0077',
    'NoNewPrivileges=yes',
    'LockPersonality=yes',
    'RestrictRealtime=yes',
    'RestrictSUIDSGID=yes',
    'SystemCallArchitectures=native',
    ...(user === null
      ? []
      : [
          'CapabilityBoundingSet=',
          'ProtectSystem=full',
          'ProtectClock=yes',
          'ProtectHostname=yes',
          'ProtectKernelLogs=yes',
          'ProtectKernelModules=yes',
          'ProtectKernelTunables=yes',
          'ProtectControlGroups=yes',
          'RestrictAddressFamilies=AF_UNIX AF_INET AF_INET6 AF_NETLINK',
        ]),
    '',
    '[Install]',
    `WantedBy=${user === null ? 'default.target' : 'multi-user.target'}`,
    '',
  ].join('\n')
}

/** A word in a unit: in quotes, with what systemd would replace doubled. */
const inUnit = (word: string) => `"${word.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('%', '%%')}"`
/** In a command line a dollar would be a variable as well. */
const inCommand = (word: string) => inUnit(word).replaceAll('$', '$$$$')

/** The label by which launchd knows it. */
export const launchdLabel = 'local.wheelhouse'

/** An agent of launchd, which starts when its person logs in; or a daemon, which the machine starts for a user. */
export function plistText({ program, args, environment, user }: ServicePlan, logFile: string): string {
  const entries: [string, string][] = [
    ['Label', text(launchdLabel)],
    ['ProgramArguments', list([program, ...args])],
    ['EnvironmentVariables', dictionary(environment)],
    ...(user === null ? [] : ([['UserName', text(user)]] satisfies [string, string][])),
    ['RunAtLoad', '<true/>'],
    ['KeepAlive', '<dict><key>SuccessfulExit</key><false/></dict>'],
    ['ThrottleInterval', '<integer>10</integer>'],
    ['ExitTimeOut', '<integer>20</integer>'],
    ['ProcessType', text('Background')],
    ['Umask', `<integer>${0o077}</integer>`],
    ['StandardOutPath', text('/dev/null')],
    ['StandardErrorPath', text(logFile)],
  ]
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">',
    `<!-- ${madeByUs}, which writes it anew. -->`,
    '<plist version="1.0">',
    '<dict>',
    ...entries.map(([key, value]) => `  <key>${key}</key>${value}`),
    '</dict>',
    '</plist>',
    '',
  ].join('\n')
}

/** A task of the Task Scheduler of Windows, which starts when its person logs in, without further rights. */
export function taskText({ program, args }: ServicePlan, person: string): string {
  return [
    '<?xml version="1.0" encoding="UTF-16"?>',
    `<!-- ${madeByUs}, which writes it anew. -->`,
    '<Task version="1.2" xmlns="http://schemas.microsoft.com/windows/2004/02/mit/task">',
    '  <RegistrationInfo><Description>Wheelhouse, mission control for the AI agents of this machine</Description></RegistrationInfo>',
    `  <Triggers><LogonTrigger><UserId>${escaped(person)}</UserId></LogonTrigger></Triggers>`,
    `  <Principals><Principal id="Author"><UserId>${escaped(person)}</UserId><LogonType>InteractiveToken</LogonType><RunLevel>LeastPrivilege</RunLevel></Principal></Principals>`,
    '  <Settings>',
    '    <MultipleInstancesPolicy>IgnoreNew</MultipleInstancesPolicy>',
    '    <DisallowStartIfOnBatteries>false</DisallowStartIfOnBatteries>',
    '    <StopIfGoingOnBatteries>false</StopIfGoingOnBatteries>',
    '    <ExecutionTimeLimit>PT0S</ExecutionTimeLimit>',
    '    <RestartOnFailure><Interval>PT1M</Interval><Count>10</Count></RestartOnFailure>',
    '  </Settings>',
    `  <Actions Context="Author"><Exec><Command>${escaped(program)}</Command><Arguments>${escaped(args.map(inWindows).join(' '))}</Arguments></Exec></Actions>`,
    '</Task>',
    '',
  ].join('\r\n')
}

/** An argument as programs of Windows take their command line apart. */
const inWindows = (word: string) =>
  /^[\w.:\\/-]+$/.test(word) ? word : `"${word.replaceAll(/(\\*)"/g, '$1$1\\"').replaceAll(/(\\+)$/g, '$1$1')}"`

const escaped = (value: string) =>
  value.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')
const text = (value: string) => `<string>${escaped(value)}</string>`
const list = (values: readonly string[]) => `<array>${values.map(text).join('')}</array>`
const dictionary = (values: Readonly<Record<string, string>>) =>
  `<dict>${Object.entries(values)
    .map(([key, value]) => `<key>${escaped(key)}</key>${text(value)}`)
    .join('')}</dict>`
