// As many nodes a reader can follow one by one; more are folded.
const FULL = 80;
const TALLEST = 120;
// More edges between clusters and sets are a tangle.
const EDGES = 60;
const INSTANCE = 0;
const CLUSTER = 1;
const SET = 2;
const APPLICATION = 3;
const CHILD = 4;

/** The graph of what is shown: nodes in columns, and edges that know which Applications pass through them. */
function graphOf(narrowed, unfolded) {
  const total =
    narrowed.instances.length + narrowed.clusters.length + narrowed.sets.length + narrowed.applications.size;
  const graph = {
    columns: [[], [], [], [], []],
    edges: new Map(),
    folded: total > FULL,
    several: new Set(narrowed.clusters.map((cluster) => cluster.plan)).size > 1,
  };
  graph.roots = rootsOf(narrowed.applications);
  const groups = clusterGroups({ ...narrowed, byCluster: byCluster(graph.roots) }, graph.folded, unfolded);
  const byGroup = new Map(narrowed.sets.map((set) => [set, new Map()]));
  groups.forEach((group) => addClusters(graph, group, byGroup));
  addStrays(
    graph,
    narrowed.instances.filter((instance) => !instance.cluster),
  );
  for (const set of narrowed.sets) addSet(graph, set, byGroup.get(set));
  graph.columns = graph.columns.map((nodes, column) => shortened(graph, nodes, column));
  return graph;
}

/** Which Applications pass through a cluster: those that come from another one pass where that one does. */
function byCluster(roots) {
  const found = new Map();
  for (const [app, root] of roots) {
    if (!found.has(root.cluster)) found.set(root.cluster, []);
    found.get(root.cluster).push(app);
  }
  return found;
}

/** Each cluster by itself where there is room; else those of the same sets and labels, or at least of the same sets. */
function clusterGroups(narrowed, folded, unfolded) {
  if (!folded) return grouped(narrowed, (cluster) => `one ${cluster.id}`, unfolded);
  const fine = grouped(narrowed, (cluster, sets) => `${cluster.plan} ${sets} ${cluster.tags}`, unfolded);
  const edges = fine
    .filter((group) => !unfolded.has(group.signature))
    .reduce((sum, group) => sum + Math.max(1, group.sets), 0);
  return edges <= EDGES ? fine : grouped(narrowed, (cluster, sets) => `${cluster.plan} ${sets}`, unfolded);
}

function grouped({ clusters, byCluster }, signatureOf, unfolded) {
  const groups = new Map();
  for (const cluster of clusters) {
    const apps = byCluster.get(cluster) ?? [];
    const sets = [...new Set(apps.map((app) => app.set.id))].sort((a, b) => a - b);
    const signature = signatureOf(cluster, sets.join(" "));
    const key = unfolded.has(signature) ? `one ${cluster.id}` : signature;
    if (!groups.has(key)) groups.set(key, { signature, sets: sets.length, clusters: [], apps: [] });
    groups.get(key).clusters.push(cluster);
    groups.get(key).apps.push(...apps);
  }
  return [...groups.values()];
}

function addClusters(graph, group, byGroup) {
  const node = addNode(graph, CLUSTER, group.clusters, group.apps, "cluster Secret");
  node.under = tags(group.clusters, graph.several);
  node.signature = group.clusters.length > 1 ? group.signature : null;
  group.node = node;
  const instances = group.clusters.map((cluster) => cluster.instance).filter(Boolean);
  if (instances.length) {
    const from = addNode(graph, INSTANCE, instances, group.apps, "instance");
    from.under = [...new Set(instances.map((instance) => record(instance.template).name))].filter(Boolean).join(", ");
    connect(graph, from, node, group.apps);
  }
  for (const app of group.apps) {
    const parts = byGroup.get(graph.roots.get(app).set);
    if (!parts.has(group)) parts.set(group, []);
    parts.get(group).push(app);
  }
}

/** Instances that lead nowhere, and why. */
function addStrays(graph, instances) {
  const words = { none: "no cluster Secret", unknown: "unknown whether it has one" };
  for (const state of distinct(instances.map((instance) => instance.state ?? "none"))) {
    const same = instances.filter((instance) => (instance.state ?? "none") === state);
    const groups = graph.folded ? [same] : same.map((instance) => [instance]);
    for (const group of groups)
      addNode(graph, INSTANCE, group, [], "instance", state === "unknown" ? "unknown" : "none").under =
        words[state] ?? "";
  }
}

function addSet(graph, set, parts) {
  const passing = [...parts.values()].flat();
  const apps = passing.filter((app) => graph.roots.get(app) === app);
  const node = set.loose
    ? null
    : addNode(graph, SET, [set], passing, "ApplicationSet", set.failures.length ? "refused" : null);
  if (node) {
    const words = set.failures.length ? "failed" : plural(apps.length, "Application");
    node.under = [graph.several && set.environment, words].filter(Boolean).join(" · ");
    for (const [group, own] of parts) connect(graph, group.node, node, own);
  }
  const folds = graph.folded && apps.length > 1 ? [apps] : apps.map((app) => [app]);
  for (const fold of folds) addApplications(graph, node, fold, parts);
}

/** Applications, and those that come from their payloads. */
function addApplications(graph, set, apps, parts) {
  const own = new Set(apps);
  const through = (app) => own.has(graph.roots.get(app));
  const leaf = applicationNode(graph, APPLICATION, apps, [...parts.values()].flat().filter(through));
  if (set) connect(graph, set, leaf, [...leaf.apps]);
  else {
    for (const [group, all] of parts) if (all.some(through)) connect(graph, group.node, leaf, all.filter(through));
  }
  const children = [...leaf.apps].filter((app) => !own.has(app));
  const folds = graph.folded && children.length > 1 ? [children] : children.map((app) => [app]);
  for (const fold of folds) connect(graph, leaf, applicationNode(graph, CHILD, fold, fold), fold);
}

function applicationNode(graph, column, apps, passing) {
  const node = addNode(graph, column, apps, passing, "Application", worst(apps));
  node.under = apps.length > 1 ? tally(apps) : apps[0].cluster.name;
  return node;
}

/** The Application that each one comes from in the end, as far as they are shown. */
function rootsOf(applications) {
  const found = new Map();
  for (const app of applications) {
    const seen = new Set();
    let root = app;
    for (; applications.has(root.parent) && !seen.has(root); root = root.parent) seen.add(root);
    // Applications that come from each other lead nowhere else, so each stands for itself.
    found.set(app, seen.has(root) ? app : root);
  }
  return found;
}

/** How many are in which state, worst first. */
const tally = (apps) =>
  ORDER.map((state) => [state, apps.filter((app) => app.state === state).length])
    .filter(([, count]) => count)
    .map(([state, count]) => `${figures(count)} ${STATES[state].name}`)
    .join(", ");

function addNode(graph, column, things, apps, word, state = null) {
  const node = {
    column,
    things,
    apps: new Set(apps),
    word,
    state,
    name: things.length > 1 ? plural(things.length, word) : things[0].name,
    under: "",
  };
  graph.columns[column].push(node);
  return node;
}

function connect(graph, from, to, apps) {
  if (!graph.edges.has(from)) graph.edges.set(from, new Map());
  const targets = graph.edges.get(from);
  targets.set(to, [...(targets.get(to) ?? []), ...apps]);
}

/** A column that no screen can show ends in one node for its rest. */
function shortened(graph, nodes, column) {
  if (nodes.length <= TALLEST) return nodes;
  const rest = nodes.slice(TALLEST - 1);
  const things = rest.flatMap((node) => node.things);
  const last = {
    ...rest[0],
    column,
    things,
    apps: new Set(rest.flatMap((node) => [...node.apps])),
    signature: null,
    name: plural(things.length, `more ${rest[0].word}`),
    under: "narrow the filter to see each",
  };
  for (const node of rest) node.shownAs = last;
  return [...nodes.slice(0, TALLEST - 1), last];
}

/** The edges between nodes that are drawn. */
function edgesOf(graph) {
  const found = new Map();
  for (const [source, targets] of graph.edges) {
    for (const [target, apps] of targets) {
      const from = source.shownAs ?? source;
      const to = target.shownAs ?? target;
      if (!found.has(from)) found.set(from, new Map());
      const edge = found.get(from).get(to) ?? { from, to, apps: new Set() };
      apps.forEach((app) => edge.apps.add(app));
      found.get(from).set(to, edge);
    }
  }
  return [...found.values()].flatMap((targets) => [...targets.values()]);
}
