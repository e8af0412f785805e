const HEIGHT = 42;
const STEP = 52;
const TOP = 40;
// What a screen shows of the chain without scrolling.
const SCREEN = 640;
// The border and the space around the columns.
const FRAME = 46;
const NARROWEST = 860;
const WIDEST = 270;
const GAP = 70;
const TITLES = ["Instances", "Cluster Secrets", "ApplicationSets", "Applications", "Their Applications"];

/** The chain from instances to Applications, from left to right. */
function graphView(host, { go }) {
  const svg = draw("svg", { "aria-hidden": "true", class: "edges" });
  const nodes = make("div", { class: "nodes", role: "group", "aria-label": "Chain: arrow keys move along it" });
  const plane = make("div", { class: "plane" }, svg, nodes);
  const note = make("p", { class: "note" });
  host.append(note, make("div", { class: "scroll" }, plane));
  const view = {
    host,
    svg,
    nodes,
    plane,
    note,
    go,
    unfolded: new Set(),
    narrowed: null,
    graph: null,
    edges: [],
    width: 0,
  };
  nodes.addEventListener("keydown", (event) => graphKey(view, event));
  nodes.addEventListener("focusin", (event) => light(view, view.graph.at.get(event.target)));
  nodes.addEventListener("focusout", () => light(view, null));
  new ResizeObserver(
    () => host.clientWidth && host.clientWidth !== view.width && view.narrowed && arrange(view),
  ).observe(host);
  return {
    show(narrowed) {
      view.narrowed = narrowed;
      build(view);
    },
  };
}

function build(view) {
  view.graph = graphOf(view.narrowed, view.unfolded);
  view.edges = edgesOf(view.graph);
  view.graph.at = new Map();
  const drawn = view.graph.columns.flat();
  view.count = view.graph.columns[CHILD].length ? TITLES.length : CHILD;
  const heads = TITLES.slice(0, view.count).map((title, column) =>
    make("p", { class: "head", "data-column": column }, title),
  );
  view.nodes.replaceChildren(...heads, ...drawn.map((node) => nodeButton(view, node)));
  drawn[0]?.button.setAttribute("tabindex", "0");
  view.svg.replaceChildren(
    ...view.edges.map((edge) => {
      // One Application in trouble among many would paint all that leads to it.
      edge.path = draw("path", { class: `edge ${edge.apps.size === 1 ? [...edge.apps][0].state : ""}` });
      return edge.path;
    }),
  );
  view.note.textContent = !drawn.length
    ? "Nothing fits the filter."
    : view.graph.folded
      ? "Clusters that lead to the same are one node. Open it to unfold it."
      : "";
  arrange(view);
}

function nodeButton(view, node) {
  const many = node.things.length > 1;
  const button = make(
    "button",
    {
      type: "button",
      tabindex: "-1",
      class: `node ${many ? "stack" : (node.state ?? "")}`,
      title: many ? node.under : node.name,
      "aria-label": spoken(node, many),
      click: () => openNode(view, node),
      pointerenter: () => light(view, node),
      pointerleave: () => light(view, null),
    },
    !many && STATES[node.state] && mark(node.state),
    make("bdi", { class: "name" }, node.name),
    make("bdi", { class: "tags" }, node.under),
    many && shares(node.column < APPLICATION ? [...node.apps] : node.things),
  );
  node.button = button;
  view.graph.at.set(button, node);
  return button;
}

/** A node in words, for who does not see where it stands. */
function spoken(node, many) {
  const words = [many ? node.name : `${KINDS[node.things[0].kind]} ${node.name}`, node.under];
  if (!many && node.state && node.state !== "fine") words.push(STATES[node.state]?.name);
  if (node.column < APPLICATION) words.push(`leads to ${plural(node.apps.size, "Application")}`);
  return words.filter(Boolean).join(", ");
}

/** A bar of how many Applications are in which state. */
function shares(apps) {
  const bar = make("span", { class: "shares", "aria-hidden": "true" });
  for (const state of ORDER) {
    const count = apps.filter((app) => app.state === state).length;
    const part = make("span", { class: state });
    part.style.flexGrow = count;
    if (count) bar.append(part);
  }
  return bar;
}

function openNode(view, node) {
  if (node.things.length === 1) return view.go(node.things[0], node.button);
  const unfold = () => {
    view.unfolded.add(node.signature);
    build(view);
    [...view.graph.at].find(([, each]) => each.things[0] === node.things[0])?.[0].focus();
  };
  return view.go(
    {
      kind: "group",
      eyebrow: "Folded",
      name: node.name,
      note: node.under,
      action: node.signature && { name: "Unfold", run: unfold },
      lists: [[`${KINDS[node.things[0].kind]}s`, node.things]],
    },
    node.button,
  );
}

/** Gives each node its place: Applications from top to bottom, all others near to what they lead to or come from. */
function arrange(view) {
  const { columns } = view.graph;
  view.width = view.host.clientWidth;
  const room = Math.max(view.width - FRAME, NARROWEST);
  const wide = Math.min(WIDEST, Math.floor((room - (view.count - 1) * GAP) / view.count));
  const gap = (room - view.count * wide) / (view.count - 1);
  const tall = Math.max(1, ...columns.map((nodes) => nodes.length)) * STEP;
  for (const column of [APPLICATION, CHILD, SET, CLUSTER, INSTANCE]) settle(view, columns[column], column, tall);
  view.plane.style.width = `${room}px`;
  view.plane.style.height = `${tall + TOP}px`;
  view.nodes.style.setProperty("--wide", `${wide}px`);
  for (const head of view.nodes.querySelectorAll(".head"))
    head.style.left = `${Number(head.dataset.column) * (wide + gap)}px`;
  for (const node of columns.flat()) {
    node.x = node.column * (wide + gap);
    node.button.style.transform = `translate(${node.x}px, ${node.y}px)`;
  }
  view.svg.setAttribute("width", room);
  view.svg.setAttribute("height", tall + TOP);
  for (const { from, to, path } of view.edges) path.setAttribute("d", curve(from, to, wide));
}

/** Places the nodes of a column, none above another, each as near as it gets to the middle of its neighbours. */
function settle(view, nodes, column, tall) {
  const sums = new Map(nodes.map((node) => [node, [0, 0]]));
  for (const { from, to } of view.edges) {
    const [self, other] = column === CHILD ? [to, from] : [from, to];
    const sum = sums.get(self);
    if (!sum) continue;
    sum[0] += other.y;
    sum[1] += 1;
  }
  // Where not all fits on a screen, the clusters begin at its top, for that is what is seen first.
  const aims = column !== APPLICATION && (column !== CLUSTER || tall < SCREEN);
  const wish = (node) => (aims && sums.get(node)[1] ? sums.get(node)[0] / sums.get(node)[1] : Infinity);
  const sorted =
    column === APPLICATION ? nodes : [...nodes].sort((a, b) => (wish(a) < wish(b) ? -1 : Number(wish(a) > wish(b))));
  const height = (sorted.length - 1) * STEP;
  const middle = sorted.filter((node) => wish(node) < Infinity).map(wish);
  const equal = middle.length > 1 && middle.every((each) => each === middle[0]);
  let next = equal ? Math.max(TOP, middle[0] - height / 2) : TOP;
  sorted.forEach((node, at) => {
    const latest = TOP + tall - (sorted.length - at) * STEP;
    const wished = wish(node);
    node.y = Math.min(latest, Math.max(next, wished === Infinity || equal ? next : wished));
    next = node.y + STEP;
  });
}

function curve(from, to, wide) {
  const x = from.x + wide;
  const y = from.y + HEIGHT / 2;
  const end = to.y + HEIGHT / 2;
  const bend = (to.x - x) / 2;
  return `M${x} ${y}C${x + bend} ${y} ${to.x - bend} ${end} ${to.x} ${end}`;
}

/** Shows what leads to a node, and where it leads. */
function light(view, node) {
  view.plane.classList.toggle("lit", Boolean(node && node.apps.size));
  if (!node || !node.apps.size) return;
  const shared = (apps) =>
    [...(apps.size < node.apps.size ? apps : node.apps)].some((app) => apps.has(app) && node.apps.has(app));
  for (const each of view.graph.columns.flat()) each.button.classList.toggle("on", each === node || shared(each.apps));
  for (const edge of view.edges) edge.path.classList.toggle("on", shared(edge.apps));
}

function graphKey(view, event) {
  const node = view.graph.at.get(event.target);
  const target = node && neighbour(view, node, event.key);
  if (!target) return;
  event.preventDefault();
  event.target.setAttribute("tabindex", "-1");
  target.button.setAttribute("tabindex", "0");
  target.button.focus({ preventScroll: true });
  target.button.scrollIntoView({ block: "nearest", inline: "nearest" });
}

/** Up and down stay in the column, left and right follow an edge. */
function neighbour(view, node, key) {
  const column = [...view.graph.columns[node.column]].sort((a, b) => a.y - b.y);
  const at = column.indexOf(node);
  const nearest = (nodes) => nodes.sort((a, b) => Math.abs(a.y - node.y) - Math.abs(b.y - node.y))[0];
  switch (key) {
    case "ArrowDown":
      return column[at + 1];
    case "ArrowUp":
      return column[at - 1];
    case "Home":
      return column[0];
    case "End":
      return column.at(-1);
    case "ArrowRight":
      return nearest(view.edges.filter((edge) => edge.from === node).map((edge) => edge.to));
    case "ArrowLeft":
      return nearest(view.edges.filter((edge) => edge.to === node).map((edge) => edge.from));
    default:
      return undefined;
  }
}
