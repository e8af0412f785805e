/** A number that a double can't hold keeps its digits. */
class Numeral {
  constructor(text) {
    this.text = text;
  }
  toString() {
    return this.text;
  }
}

/** The packed values again. Maps keep the order of their keys, and no key of theirs means anything to the language. */
function unpack({ shapes, values, root }) {
  const whole = [];
  for (const value of values) whole.push(part(value, shapes, whole));
  return whole[root];
}

function part(value, shapes, whole) {
  if (Array.isArray(value)) {
    const [shape, ...places] = value;
    const parts = places.map((place) => whole[place < 0 ? whole.length + place : place]);
    return shape < 0 ? parts : new Map(parts.map((each, index) => [shapes[shape][index], each]));
  }
  return value !== null && typeof value === "object" ? new Numeral(value.number) : value;
}
