// Characters that nobody sees, or that turn the order of their neighbours: a name must not look like another one.
const UNSEEN = new RegExp(
  String.raw`[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}\u00a0\u034f\u115f\u1160\u17b4\u17b5` +
    String.raw`\u2000-\u200a\u202f\u205f\u3000\u3164\uffa0]`,
  "gu",
);

const escaped = (character) => `\\u{${character.codePointAt(0).toString(16)}}`;

/** The text with each unseen character as its code point. */
const visible = (text) => String(text).replace(UNSEEN, escaped);

const SVG = "http://www.w3.org/2000/svg";

/** Sets attributes; a function is a listener, and false or null is left out. */
function dress(element, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === "function") element.addEventListener(name, value);
    else if (value !== false && value != null) element.setAttribute(name, visible(value));
  }
  for (const child of children.flat(2)) {
    if (child instanceof Node) element.append(child);
    else if (child != null && child !== false) element.append(visible(child));
  }
  return element;
}

const make = (tag, attributes = {}, ...children) => dress(document.createElement(tag), attributes, children);
const draw = (tag, attributes = {}, ...children) => dress(document.createElementNS(SVG, tag), attributes, children);
const byId = (id) => document.getElementById(id);

/** A whole number with a comma at each thousand. */
const figures = (count) => String(count).replace(/\B(?=(\d{3})+$)/g, ",");
const plural = (count, one, many = `${one}s`) => `${figures(count)} ${count === 1 ? one : many}`;

/** What each state is called, worst first; the shapes differ so that nobody has to tell colours apart. */
const STATES = {
  refused: { name: "refused", path: "M3 3L11 11M11 3L3 11", stroke: true },
  problem: { name: "with problems", path: "M7 1.5L13.2 12.5H.8Z" },
  fine: {
    name: "fine",
    path: "M3.5 2h7A1.5 1.5 0 0 1 12 3.5v7a1.5 1.5 0 0 1-1.5 1.5h-7A1.5 1.5 0 0 1 2 10.5v-7A1.5 1.5 0 0 1 3.5 2Z",
  },
  unknown: { name: "unknown", path: "M7 1.8L12.2 7L7 12.2L1.8 7Z" },
};

/** The mark of a state. The words beside it or the label around it say the same. */
function mark(state) {
  const { path, stroke } = STATES[state];
  const line = stroke
    ? { fill: "none", stroke: "currentColor", "stroke-width": 2.6, "stroke-linecap": "round" }
    : { fill: "currentColor" };
  return draw(
    "svg",
    { class: `mark ${state}`, viewBox: "0 0 14 14", width: 14, height: 14, "aria-hidden": "true" },
    draw("path", { d: path, ...line }),
  );
}

/** Sentences; what stands between backquotes is code, and lines stay lines. */
const prose = (text) =>
  String(text)
    .split("`")
    .flatMap((piece, at, all) => {
      if (at % 2 === 1 && at < all.length - 1) return [make("code", {}, piece)];
      const lines = (at % 2 === 1 ? `\`${piece}` : piece).split("\n");
      return lines.flatMap((line, index) => (index ? [make("br"), line] : [line]));
    });

/** Where something is written. */
const place = (thing) => (thing.file ? `${thing.file}${thing.line ? `:${thing.line}` : ""}` : "");
const placed = (thing) => thing.file && make("code", { class: "place" }, place(thing));
