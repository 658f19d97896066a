/** The first screen. Only what is true of this machine now. */
export const enWelcome = {
  'welcome.label': 'First start',
  'welcome.title': 'Open models, at home on this machine',
  'welcome.machine': '{cores}-core {processor}, {memory} memory{gpus}.',
  'welcome.gpu': ', {name} {memory}',
  'welcome.looking': 'Looking at this machine',
  'welcome.starterTitle': 'Talk to the starter now',
  'welcome.starterBody':
    '{name} is built in and needs no network. At {size} it knows Ingle and open models, and little else.',
  'welcome.starterNone': 'The starter model is missing from this installation. Add a .gguf file of your own below.',
  'welcome.start': 'Start talking',
  'welcome.folderTitle': 'Where models live',
  'welcome.folderHelp': 'Files put here appear in the menu',
  'welcome.folderCount':
    '{count, plural, =0 {No models yet} one {1 model} other {# models}}{broken, plural, =0 {} one {, 1 unusable} other {, # unusable}}',
  'welcome.chooseFolder': 'Choose another folder',
  'welcome.folderHint': 'Start with --models DIR to use another folder',
  'welcome.ownTitle': 'Your own files',
  'welcome.ownHelp': 'Any .gguf file on this computer',
  'welcome.ownPlace': 'Used where they are. Nothing is copied.',
  'welcome.open': 'Open a .gguf file',
  'welcome.skip': 'Go to the chats',
  'welcome.promise': 'No account. No telemetry. Nothing is downloaded.',
} as const
