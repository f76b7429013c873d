/** Refusal codes of the window area: what the application refuses to its own page and to its own command line. */
export const windowSentences = {
  'window.navigation': 'The window tried to open another page and was refused. Nothing was changed; the ceremony goes on.',
  'window.popup': 'The page tried to open a second window and was refused. Nothing was changed; the ceremony goes on.',
  'window.webview': 'The page tried to embed a foreign page and was refused. Nothing was changed; the ceremony goes on.',
  'window.permission': 'The page asked for {permission} and was refused. Nothing was changed; only the camera may be used, to read share sheets.',
  'window.network': 'A network request was refused. Keyrite works without any network. Nothing was changed; the ceremony goes on.',
  'window.download': 'The page tried to save a file by itself and was refused. Nothing was written.',
  'window.argument': 'Keyrite was started with an argument that it does not accept: {argument}. Nothing was opened. Start it again without this argument.',
  'window.start': 'Keyrite could not start. Nothing was changed. {reason}',
  'window.crashes': 'The page of the application ended unexpectedly several times. Everything recorded is safe on the disk. Restart the application and reopen the ceremony.',
} as const;
