/** ` Did you mean "pegasus"?`, or nothing when no known word is near enough to be what was meant. */
export function didYouMean(word: string, known: readonly string[]): string {
  const [nearest] = known
    .map((candidate) => ({ candidate, distance: editDistance(word.toLowerCase(), candidate.toLowerCase()) }))
    .sort((a, b) => a.distance - b.distance);
  // More than a third of the letters wrong is another word, not a typo.
  const limit = Math.max(2, Math.floor(word.length / 3));
  return nearest && nearest.distance <= limit ? ` Did you mean "${nearest.candidate}"?` : "";
}

/** Levenshtein distance: insertions, deletions and replacements of one character. */
function editDistance(a: string, b: string): number {
  let previous = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (const [row, charA] of [...a].entries()) {
    const current = [row + 1];
    for (const [column, charB] of [...b].entries()) {
      const replace = (previous[column] ?? 0) + (charA === charB ? 0 : 1);
      current.push(Math.min(replace, (previous[column + 1] ?? 0) + 1, (current[column] ?? 0) + 1));
    }
    previous = current;
  }
  return previous.at(-1) ?? 0;
}
