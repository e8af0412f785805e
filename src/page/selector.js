// Label selectors as kubectl reads them: https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/
const WORDS = String.raw`[^\s,=!()]`;
const TERM = new RegExp(
  String.raw`^(?:(?<absent>!)\s*(?<gone>${WORDS}+)|(?<key>${WORDS}+)` +
    String.raw`(?:\s*(?<sign>==|=|!=)\s*(?<value>${WORDS}*)|\s+(?<word>in|notin)\s*\((?<many>[^()]*)\))?)$`,
);

/** The terms between commas that stand in no parentheses. */
const pieces = (text) =>
  text
    .split(/,(?![^(]*\))/)
    .map((piece) => piece.trim())
    .filter(Boolean);

/** Reads a selector: `terms`, or what is wrong with it as `fault`. */
function selector(text) {
  const terms = [];
  for (const piece of pieces(text)) {
    const found = TERM.exec(piece)?.groups;
    if (!found)
      return { terms: [], fault: `“${piece}” is no term: type env=dev, env!=dev, env in (dev,qa), env or !env` };
    terms.push(term(found));
  }
  return { terms, fault: "" };
}

function term({ absent, gone, key, sign, value, word, many }) {
  if (absent) return { key: gone, holds: (found) => found === undefined };
  if (!sign && !word) return { key, holds: (found) => found !== undefined };
  const values = word ? many.split(",").map((each) => each.trim()) : [value];
  const listed = (found) => found !== undefined && values.includes(found);
  return { key, holds: sign === "!=" || word === "notin" ? (found) => !listed(found) : listed };
}

const selects = (terms, labels) =>
  terms.every((each) => each.holds(labels.has(each.key) ? String(labels.get(each.key)) : undefined));
