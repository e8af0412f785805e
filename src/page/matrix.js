const ROW = 40;
const SPARE = 6;
// With few columns there is room for the names of the Applications themselves.
const WIDE = 4;

/** Clusters by ApplicationSets. Only the rows in sight are in the document, for there may be thousands. */
function matrixView(host, { go }) {
  const headRow = make("div", { role: "row", class: "row heading", "aria-rowindex": "1" });
  const body = make("div", { role: "presentation", class: "rows" });
  const grid = make(
    "div",
    { role: "grid", class: "grid", "aria-label": "Clusters by ApplicationSets", "aria-readonly": "true" },
    headRow,
    body,
  );
  const empty = make("p", { class: "calm" });
  host.append(empty, grid);
  const view = {
    grid,
    body,
    headRow,
    rows: [],
    columns: [],
    cells: new Map(),
    active: { row: -1, column: -1 },
    go,
    drawn: "",
  };
  grid.addEventListener("scroll", () => requestAnimationFrame(() => drawRows(view)));
  grid.addEventListener("keydown", (event) => matrixKey(view, event));
  grid.addEventListener("click", (event) => openCell(view, event.target.closest("[data-column]")));
  addEventListener("resize", () => drawRows(view));
  addEventListener("beforeprint", () => drawRows(view, true));
  addEventListener("afterprint", () => drawRows(view));
  return {
    /** Makes the cell of a thing the active one, when it is opened from elsewhere. */
    point(thing) {
      const row = view.rows.indexOf(thing.kind === "application" ? thing.cluster : thing);
      const column = view.columns.indexOf(thing.kind === "application" ? thing.set.column : thing.column);
      if (row >= 0 || column >= 0) moveTo(view, row, column);
    },
    show(narrowed, all) {
      fillMatrix(view, narrowed);
      grid.hidden = !view.rows.length;
      empty.hidden = !grid.hidden;
      empty.textContent = all.clusters.length
        ? "No cluster and no Application fits the filter."
        : "This plan has no clusters.";
    },
  };
}

function fillMatrix(view, { applications, clusters, columns }) {
  view.rows = clusters;
  view.columns = columns;
  view.cells = new Map(clusters.map((cluster) => [cluster, new Map()]));
  for (const app of applications) {
    const cells = view.cells.get(app.cluster);
    const apps = cells.get(app.set.column);
    if (apps) apps.push(app);
    else cells.set(app.set.column, [app]);
  }
  view.active.row = Math.min(view.active.row, view.rows.length - 1);
  view.active.column = Math.min(view.active.column, view.columns.length - 1);
  view.wide = columns.length <= WIDE;
  view.grid.classList.toggle("roomy", view.wide);
  view.grid.setAttribute("aria-rowcount", view.rows.length + 1);
  view.grid.setAttribute("aria-colcount", view.columns.length + 1);
  view.grid.style.setProperty("--columns", view.columns.length);
  view.grid.style.setProperty(
    "--tall",
    `${view.wide ? 36 : Math.min(220, 50 + 7 * Math.max(...columns.map((column) => column.name.length)))}px`,
  );
  view.body.style.height = `${view.rows.length * ROW}px`;
  view.headRow.replaceChildren(corner(view), ...columns.map((column, at) => columnHead(view, column, at)));
  drawRows(view, false, true);
}

/** What each cell has in common: its place, and whether the Tab key stops there. */
function attributesOf(view, role, row, column, label) {
  const active = view.active.row === row && view.active.column === column;
  return {
    role,
    "data-row": row,
    "data-column": column,
    "aria-colindex": column + 2,
    "aria-label": label,
    tabindex: active ? "0" : "-1",
  };
}

const corner = (view) =>
  make(
    "div",
    { ...attributesOf(view, "columnheader", -1, -1), class: "cell side corner" },
    plural(view.rows.length, "cluster"),
  );

function columnHead(view, column, at) {
  const failed = column.sets.some((set) => set.failures.length);
  const name = `ApplicationSet ${full(column)}${failed ? ", failed" : ""}`;
  return make(
    "div",
    { ...attributesOf(view, "columnheader", -1, at, name), class: "cell top", title: full(column) },
    make("span", { class: "name" }, failed && mark("refused"), make("bdi", {}, column.name)),
  );
}

/** Draws the rows in sight, and the active one wherever it is, for focus must not get lost. */
function drawRows(view, everything = false, anew = false) {
  const { grid, rows } = view;
  const first = everything ? 0 : Math.max(0, Math.floor(grid.scrollTop / ROW) - SPARE);
  const last = everything
    ? rows.length
    : Math.min(rows.length, Math.ceil((grid.scrollTop + (grid.clientHeight || 600)) / ROW) + SPARE);
  const wanted = `${first} ${last} ${view.active.row}`;
  if (!anew && wanted === view.drawn) return;
  view.drawn = wanted;
  const held = grid.contains(document.activeElement);
  const drawn = [];
  for (let at = first; at < last; at += 1) drawn.push(matrixRow(view, at));
  if (view.active.row >= last) drawn.push(matrixRow(view, view.active.row));
  if (view.active.row >= 0 && view.active.row < first) drawn.unshift(matrixRow(view, view.active.row));
  view.body.replaceChildren(...drawn);
  if (held) focusCell(view, true);
}

function matrixRow(view, at) {
  const cluster = view.rows[at];
  const cells = view.cells.get(cluster);
  const row = make(
    "div",
    { role: "row", class: "row", "aria-rowindex": at + 2 },
    rowHead(view, cluster, at),
    view.columns.map((column, index) => cell(view, cells.get(column) ?? [], at, index)),
  );
  row.style.transform = `translateY(${at * ROW}px)`;
  return row;
}

function rowHead(view, cluster, at) {
  const name = `Cluster ${cluster.name}${cluster.tags ? `, ${cluster.tags}` : ""}`;
  return make(
    "div",
    {
      ...attributesOf(view, "rowheader", at, -1, name),
      class: `cell side${cluster.made ? " made" : ""}`,
      title: cluster.name,
    },
    make("bdi", { class: "name" }, cluster.name),
    make("bdi", { class: "tags" }, cluster.tags || cluster.origin),
  );
}

function cell(view, apps, row, column) {
  const state = apps.length ? worst(apps) : "none";
  const names = apps.length > 3 ? plural(apps.length, "Application") : apps.map((app) => app.name).join(", ");
  const attributes = attributesOf(
    view,
    "gridcell",
    row,
    column,
    apps.length ? `${names}, ${STATES[state].name}` : "no Application",
  );
  const count = apps.length > 1 && make("span", { class: "many" }, apps.length);
  const name = view.wide && apps.length === 1 && make("bdi", { class: "name" }, apps[0].name);
  return make(
    "div",
    { ...attributes, class: `cell ${state}`, title: apps.length ? names : null },
    apps.length > 0 && mark(state),
    count,
    name,
  );
}

const STEPS = {
  ArrowUp: ({ row, column }) => [row - 1, column],
  ArrowDown: ({ row, column }) => [row + 1, column],
  ArrowLeft: ({ row, column }) => [row, column - 1],
  ArrowRight: ({ row, column }) => [row, column + 1],
  Home: ({ row }, view, far) => [far ? -1 : row, -1],
  End: ({ row }, view, far) => [far ? view.rows.length - 1 : row, view.columns.length - 1],
  PageUp: ({ row, column }, view) => [row - page(view), column],
  PageDown: ({ row, column }, view) => [row + page(view), column],
};

const page = (view) => Math.max(1, Math.floor(view.grid.clientHeight / ROW) - 3);
const within = (value, last) => Math.max(-1, Math.min(last, value));

function matrixKey(view, event) {
  if (event.altKey || event.metaKey) return;
  if (event.key === "Enter" || event.key === " ") {
    event.preventDefault();
    openCell(view, event.target.closest("[data-column]"));
    return;
  }
  const step = STEPS[event.key];
  if (!step) return;
  event.preventDefault();
  const [row, column] = step(view.active, view, event.ctrlKey);
  activate(view, within(row, view.rows.length - 1), within(column, view.columns.length - 1));
}

const activeCell = ({ grid, active }) =>
  grid.querySelector(`[data-row="${active.row}"][data-column="${active.column}"]`);

function moveTo(view, row, column) {
  view.grid.querySelectorAll('[tabindex="0"]').forEach((old) => old.setAttribute("tabindex", "-1"));
  view.active = { row, column };
  drawRows(view);
  activeCell(view)?.setAttribute("tabindex", "0");
}

function activate(view, row, column) {
  moveTo(view, row, column);
  focusCell(view, false);
}

function focusCell(view, still) {
  const found = activeCell(view);
  if (!found) return;
  found.focus({ preventScroll: true });
  if (!still) found.scrollIntoView({ block: "nearest", inline: "nearest" });
}

function openCell(view, found) {
  if (!found) return;
  const row = Number(found.dataset.row);
  const column = Number(found.dataset.column);
  activate(view, row, column);
  const target = cellTarget(view, row, column);
  if (target) view.go(target, activeCell(view));
}

/** What a cell opens: a cluster, a set, an Application, a list of them, or the question why there is none. */
function cellTarget(view, row, column) {
  const cluster = view.rows[row];
  const set = view.columns[column];
  if (!cluster && !set) return null;
  if (!set) return cluster;
  if (!cluster)
    return set.sets.length === 1
      ? set.sets[0]
      : {
          kind: "group",
          eyebrow: "ApplicationSet",
          name: set.name,
          lists: [
            ["In each environment", set.sets],
            ["Applications", set.sets.flatMap((each) => each.applications)],
          ],
        };
  const apps = view.cells.get(cluster).get(set) ?? [];
  if (apps.length === 1) return apps[0];
  const name = `${set.name} on ${cluster.name}`;
  if (apps.length) return { kind: "group", eyebrow: "Applications", name, lists: [["Applications", apps]] };
  return {
    kind: "group",
    eyebrow: "No Application",
    name,
    note: "Nothing that is shown leads from this ApplicationSet to this cluster.",
    command: !cluster.made && !set.sets[0].made && whyCommand(cluster, set),
    lists: [
      ["Cluster Secret", [cluster]],
      ["ApplicationSet", set.sets],
    ],
  };
}

// The words go to a shell: quotes hold whatever a name holds.
const shellWord = (text) => (/^[\w./@:-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`);
const whyCommand = (cluster, set) => `dodona why ${shellWord(visible(cluster.name))} ${shellWord(visible(full(set)))}`;
