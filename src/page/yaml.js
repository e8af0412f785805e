const PLAIN = /^[A-Za-z_/](?:[\w./@+=-]|:(?=[^\s])| (?=[\w./@+=(-]))*$/;
const WORD = /^(?:true|false|null|yes|no|on|off|y|n)$/i;

/** A value as YAML text for reading; strings that could be read as something else stand in quotes. */
function yaml(value, indent = "") {
  if (value instanceof Map) {
    if (!value.size) return " {}\n";
    return `\n${[...value].map(([key, each]) => `${indent}${scalar(key)}:${nested(each, indent)}`).join("")}`;
  }
  if (Array.isArray(value)) {
    if (!value.length) return " []\n";
    return `\n${value.map((each) => `${indent}-${item(each, indent)}`).join("")}`;
  }
  return ` ${block(value, indent)}\n`;
}

// A list stands below its key without more indent, as kubectl prints it.
const nested = (value, indent) => yaml(value, Array.isArray(value) ? indent : `${indent}  `);

/** The first key of a map stands beside the dash. */
function item(value, indent) {
  const text = yaml(value, `${indent}  `);
  return text.startsWith("\n") ? ` ${text.slice(indent.length + 3)}` : text;
}

function block(value, indent) {
  if (typeof value !== "string" || !value.includes("\n")) return scalar(value);
  const lines = value.replace(/\n$/, "").split("\n");
  const readable = !lines.some((line) => visible(line) !== line) && !/^[ \n]/.test(value) && !/\n\n$/.test(value);
  if (!readable) return scalar(value);
  const inside = lines.map((line) => (line ? `${indent || "  "}${line}` : "")).join("\n");
  return `|${value.endsWith("\n") ? "" : "-"}\n${inside}`;
}

function scalar(value) {
  if (typeof value !== "string") return String(value);
  if (PLAIN.test(value) && !WORD.test(value) && visible(value) === value) return value;
  return JSON.stringify(value).replace(UNSEEN, (character) => {
    const point = character.codePointAt(0);
    return point > 0xffff ? `\\U${point.toString(16).padStart(8, "0")}` : `\\u${point.toString(16).padStart(4, "0")}`;
  });
}
