/** A locale as Intl knows it: of `de_DE.UTF-8`, which C libraries take, `de-DE`. */
export function localeTag(locale: string): string {
  return locale.replace(/_/g, "-").replace(/\..*$/, "");
}
