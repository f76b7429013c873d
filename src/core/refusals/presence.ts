/** Refusal codes of the presence area (participants' codes and signing keys) and what each says to the person. */
export const presenceSentences = {
  'presence.code-too-short': 'This code is too short: choose at least {minimum} characters. Nothing was kept. Type a longer one.',
  'presence.wrong-code': 'This is not the code that was chosen at registration. Nothing was signed and nothing is lost. Check the keyboard and type it again; who has forgotten it registers again.',
  'presence.not-registered': 'This person has not registered since the application was started. Nothing was signed. Let them register first.',
} as const;
