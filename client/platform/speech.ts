/**
 * Says a sentence in the given language, where the browser has a voice; what it was still saying is
 * dropped.
 */
export function say(sentence: string, locale: string, volume: number): void {
  if (!("speechSynthesis" in globalThis) || volume <= 0) return;
  const said = new SpeechSynthesisUtterance(sentence);
  said.lang = locale;
  said.volume = Math.min(1, volume);
  speechSynthesis.cancel();
  speechSynthesis.speak(said);
}
