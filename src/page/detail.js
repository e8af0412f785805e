const KINDS = {
  application: "Application",
  cluster: "Cluster Secret",
  set: "ApplicationSet",
  instance: "Virtual cluster instance",
  project: "AppProject",
};
const MANY = 200;

/** The panel beside the chain. `go` opens a thing, `term` adds a term to the filter. */
function detailPanel(panel, { go, term, closed }) {
  let opener = null;
  const close = () => {
    if (panel.hidden) return;
    panel.hidden = true;
    panel.replaceChildren();
    closed();
    if (opener?.isConnected) opener.focus();
    opener = null;
  };
  const show = (thing, from) => {
    if (from && !panel.contains(from)) opener = from;
    const say = { go, term };
    panel.replaceChildren(head(thing, close), ...parts(thing, say).flat(2).filter(Boolean));
    panel.hidden = false;
    panel.scrollTop = 0;
    if (!from) return;
    // The panel took room from the chain, and what was opened has to stay in sight.
    opener?.scrollIntoView({ block: "nearest", inline: "nearest" });
    panel.querySelector("h2").focus({ preventScroll: matchMedia("(min-width: 901px)").matches });
  };
  return { show, close, isOpen: () => !panel.hidden };
}

function head(thing, close) {
  const state = thing.kind === "application" ? thing.state : null;
  return make(
    "div",
    { class: "head" },
    make(
      "p",
      { class: "eyebrow" },
      state && mark(state),
      KINDS[thing.kind] ?? thing.eyebrow,
      state && state !== "fine" && ` · ${STATES[state].name}`,
    ),
    make("h2", { tabindex: "-1" }, make("bdi", {}, thing.name)),
    thing.namespace && make("p", { class: "under" }, "in namespace ", make("bdi", {}, thing.namespace)),
    make("button", { type: "button", class: "quiet close", "aria-label": "Close details", click: close }, "Close"),
  );
}

function parts(thing, say) {
  const made = {
    application: applicationParts,
    cluster: clusterParts,
    set: setParts,
    instance: instanceParts,
    project: () => [],
  }[thing.kind];
  return made ? made(thing, say) : groupParts(thing, say);
}

function applicationParts(app, say) {
  return [
    troubles(app.problems),
    because("Why it exists", app.because),
    facts([
      ["ApplicationSet", app.set.loose ? "none" : link(app.set, say)],
      ["Comes from", app.parent && link(app.parent, say)],
      ["Cluster", link(app.cluster, say)],
      ["Destination", app.destination.namespace && `namespace ${app.destination.namespace}`],
      ["Project", app.project && [app.project, app.projectOrigin && `, ${app.projectOrigin}`]],
      ...app.sources.map((source) => ["Source", sourceLines(source)]),
      ["Environment", app.environment],
      ["Use case", app.useCase],
      ["Written at", placed(app)],
    ]),
    app.children.length > 0 && members("Leads to Applications", app.children, say),
    labels("Labels", app.labels, new Map(), say),
    labels("Labels of its cluster", app.cluster.labels, app.cluster.labelCauses, say),
    manifest("Manifest", app.manifest),
  ];
}

const sourceLines = ({ repoURL, path, chart, targetRevision, ref }) =>
  [
    repoURL,
    path && `path ${path}`,
    chart && `chart ${chart}`,
    targetRevision && `revision ${targetRevision}`,
    ref && `ref ${ref}`,
  ]
    .filter(Boolean)
    .map((line) => make("div", {}, line));

function clusterParts(cluster, say) {
  return [
    because("Why it exists", cluster.because),
    facts([
      ["Server", cluster.server],
      ["Secret", cluster.secret !== cluster.name && cluster.secret],
      ["Origin", cluster.origin],
      ["Instance", cluster.instance && link(cluster.instance, say)],
      ["Environment", cluster.environment],
      ["Written at", placed(cluster)],
    ]),
    labels("Labels", cluster.labels, cluster.labelCauses, say),
    members("Applications", cluster.applications, say),
    cluster.annotations.size > 0 && manifest("Annotations", cluster.annotations),
  ];
}

function setParts(set, say) {
  return [
    troubles(set.failures),
    because("Why it exists", causes(set.because)),
    facts([
      ["Environment", set.environment],
      ["Written at", placed(set)],
    ]),
    members("Applications", set.applications, say),
  ];
}

function instanceParts(instance, say) {
  const template = record(instance.template);
  return [
    troubles(instance.problems),
    because(instance.state === "predicted" ? "Why it exists" : "Why it has no cluster Secret", instance.because),
    facts([
      [
        "Cluster Secret",
        instance.cluster ? link(instance.cluster, say) : instance.state === "unknown" ? "unknown" : "none",
      ],
      ["Platform project", instance.project],
      ["Template", template.name && `${template.name} ${template.version ?? ""}`],
      ["Host namespace", instance.hostNamespace],
      ["Environment", instance.environment],
      ["Written at", placed(instance)],
    ]),
    labels("Labels", instance.labels, instance.labelCauses, say),
    manifest("Parameters", instance.parameters),
    manifest("vcluster.yaml", instance.values),
  ];
}

/** What is no single thing: a cell of the matrix, or things that the graph folds into one. */
const groupParts = (group, say) => [
  group.note && make("p", {}, prose(group.note)),
  group.command && make("pre", { class: "command", tabindex: "0", "aria-label": "Command" }, group.command),
  group.action && make("button", { type: "button", click: group.action.run }, group.action.name),
  ...group.lists.map(([title, things]) => members(title, things, say)),
];

const section = (title, ...content) => make("section", {}, make("h3", {}, title), ...content);

const troubles = (problems) =>
  problems.length > 0 &&
  section(
    problems.length > 1 ? "Problems" : "Problem",
    make(
      "ul",
      { class: "troubles" },
      problems.map((problem) => make("li", {}, prose(problem))),
    ),
  );

const because = (title, steps) =>
  steps.length > 0 &&
  section(
    title,
    make(
      "ol",
      { class: "because" },
      steps.map((step) => make("li", {}, make("span", {}, prose(step.what)), placed(step))),
    ),
  );

function facts(rows) {
  const known = rows.filter(([, value]) => value && value.length !== 0);
  return (
    known.length > 0 &&
    make(
      "dl",
      { class: "facts" },
      known.map(([name, value]) => make("div", {}, make("dt", {}, name), make("dd", {}, value))),
    )
  );
}

const link = (thing, { go }) =>
  make(
    "button",
    { type: "button", class: "link", click: (event) => go(thing, event.currentTarget) },
    thing.kind === "application" && mark(thing.state),
    make("bdi", {}, thing.name),
    thing.kind === "application" &&
      thing.state !== "fine" &&
      make("span", { class: "hidden" }, ` (${STATES[thing.state].name})`),
  );

function labels(title, found, reasons, say) {
  if (!found.size) return false;
  const rows = [...found].map(([key, value]) =>
    make(
      "li",
      {},
      label(key, value, say),
      (reasons.get(key) ?? []).map((reason) =>
        make("div", { class: "reason" }, prose(reason.what), " ", placed(reason)),
      ),
    ),
  );
  return section(title, make("ul", { class: "labels" }, rows));
}

const label = (key, value, { term }) =>
  make(
    "button",
    { type: "button", class: "chip", title: "Filter by this label", click: () => term(`${key}=${value}`) },
    make("bdi", {}, key),
    "=",
    make("bdi", {}, value),
  );

function members(title, things, say) {
  if (!things.length) return section(title, make("p", { class: "muted" }, "None."));
  const hidden = things.length - MANY;
  return section(
    `${title} (${figures(things.length)})`,
    make(
      "ul",
      { class: "members" },
      things.slice(0, MANY).map((thing) => make("li", {}, link(thing, say))),
    ),
    hidden > 0 && make("p", { class: "muted" }, `${figures(hidden)} more: narrow the filter.`),
  );
}

function manifest(title, value) {
  if (!(value instanceof Map) || !value.size) return false;
  const text = yaml(value).slice(1);
  const shown = make("pre", { tabindex: "0", "aria-label": title });
  // Every unseen character stands as an escape already, and line ends have to stay.
  shown.textContent = text;
  return make(
    "section",
    {},
    make(
      "div",
      { class: "bar" },
      make("h3", {}, title),
      make("button", { type: "button", class: "quiet", click: (event) => copy(shown, event.currentTarget) }, "Copy"),
    ),
    shown,
  );
}

/** Copies a text; where the browser does not let us, it is selected instead. */
async function copy(shown, button) {
  try {
    await navigator.clipboard.writeText(shown.textContent);
    button.textContent = "Copied";
  } catch {
    getSelection().selectAllChildren(shown);
    button.textContent = "Selected";
  }
}
