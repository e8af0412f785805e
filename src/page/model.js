const list = (map, key) => (Array.isArray(map.get(key)) ? map.get(key) : []);
const dictionary = (value) => (value instanceof Map ? value : new Map());

/** A map as an object without a prototype, so that no key means anything to the language. */
function record(map) {
  const made = Object.create(null);
  for (const [key, value] of dictionary(map)) made[key] = value;
  return made;
}

const records = (map, key) => list(map, key).map(record);
const causes = (value) => (Array.isArray(value) ? value.map(record) : value ? [{ what: value }] : []);
const texts = (value) =>
  Array.isArray(value) ? value.map((each) => (each instanceof Map ? each.get("message") : each)) : [];
const full = (thing) => (thing.namespace ? `${thing.namespace}/${thing.name}` : `${thing.name}`);

/** All plans as one: things point at each other, and `things` finds each by its number. */
function model(plans) {
  const all = {
    environments: [],
    instances: [],
    clusters: [],
    sets: [],
    applications: [],
    projects: [],
    problems: [],
    unknowns: [],
    things: [],
  };
  plans.forEach((plan, index) => addPlan(all, dictionary(plan), index));
  all.columns = columns(all.sets);
  all.useCases = distinct(all.applications.map((app) => app.useCase)).sort();
  all.environments = distinct([...all.environments, ...all.applications.map((app) => app.environment)]);
  for (const thing of [...all.clusters, ...all.sets, ...all.instances]) thing.tags = tags([thing], plans.length > 1);
  return all;
}

/** The environment, where there are several, and the telling labels that all things have. */
function tags(things, several) {
  const [first, ...others] = things;
  const shared = telling(first.labels ?? new Map()).filter(([key, value]) =>
    others.every((other) => other.labels.get(key) === value),
  );
  const words = shared.map(([key, value]) => `${key}=${value}`).join(", ");
  return [several && first.environment, words].filter(Boolean).join(" · ");
}

const distinct = (values) => [...new Set(values.filter((value) => value != null && value !== ""))];

function addPlan(all, plan, index) {
  const environment = plan.get("environment") ?? null;
  all.environments.push(environment);
  const add = (kind, key) =>
    records(plan, key).map((thing) =>
      join(all, {
        ...thing,
        name: thing.name ?? "",
        kind,
        plan: index,
        environment: thing.environment ?? environment,
        applications: [],
      }),
    );
  const own = {
    instances: add("instance", "instances"),
    clusters: add("cluster", "clusters"),
    sets: add("set", "applicationSets"),
    projects: add("project", "appProjects"),
  };
  own.clusters.forEach(readCluster);
  const secrets = new Map(own.clusters.map((cluster) => [cluster.secret, cluster]));
  own.instances.forEach((instance) => readInstance(instance, secrets));
  own.sets.forEach((set) =>
    Object.assign(set, { failures: [...new Set([set.error, ...texts(set.errors)].filter(Boolean))] }),
  );
  const finder = find(all, own, index, environment);
  own.applications = add("application", "applications");
  own.applications.forEach((app) => readApplication(app, finder));
  joinParents(own.applications);
  const origins = new Map(own.projects.map((project) => [project.name, project.origin]));
  own.applications.forEach((app) => Object.assign(app, { projectOrigin: origins.get(app.project) }));
  for (const key of ["instances", "clusters", "sets", "projects", "applications"]) all[key].push(...own[key]);
  all.problems.push(...records(plan, "problems").map((problem) => ({ environment, ...problem })));
  all.unknowns.push(...records(plan, "unknown").map((unknown) => ({ environment, ...unknown })));
}

function join(all, thing) {
  thing.id = all.things.push(thing) - 1;
  return thing;
}

function readCluster(cluster) {
  cluster.name ||= cluster.secret || cluster.server || "";
  cluster.labels = dictionary(cluster.labels);
  cluster.annotations = dictionary(cluster.annotations);
  cluster.because = causes(cluster.because);
  cluster.labelCauses = labelCauses(cluster);
}

const labelCauses = (thing) => new Map([...dictionary(thing.labelCauses)].map(([key, value]) => [key, causes(value)]));

function readInstance(instance, secrets) {
  instance.labels = dictionary(instance.labels);
  instance.problems = texts(instance.problems);
  instance.because = causes(instance.because);
  instance.cluster = (instance.clusterSecret && secrets.get(instance.clusterSecret)) || null;
  instance.labelCauses = new Map([...(instance.cluster?.labelCauses ?? []), ...labelCauses(instance)]);
  if (instance.cluster) instance.cluster.instance = instance;
}

/** Finds the cluster and the set of an Application; what no list has is made, for a destination stays one. */
function find(all, own, plan, environment) {
  const clusters = new Map();
  for (const cluster of own.clusters) {
    for (const name of [cluster.server, cluster.secret, cluster.name]) if (name) clusters.set(name, cluster);
  }
  const sets = new Map();
  for (const set of own.sets) {
    sets.set(set.name, sets.get(set.name) ?? set);
    sets.set(full(set), set);
  }
  const made = (thing) => join(all, { plan, environment, applications: [], made: true, ...thing });
  return {
    cluster(name) {
      if (!clusters.has(name)) {
        const cluster = made({ kind: "cluster", name: name || "(no cluster)", origin: "no Secret" });
        readCluster(cluster);
        own.clusters.push(cluster);
        clusters.set(name, cluster);
      }
      return clusters.get(name);
    },
    set(namespace, name) {
      const known = sets.get(`${namespace}/${name}`) ?? sets.get(name);
      if (known) return known;
      const set = made({ kind: "set", name: name || "(no ApplicationSet)", failures: [], loose: !name });
      own.sets.push(set);
      sets.set(name, set);
      return set;
    },
  };
}

function readApplication(app, finder) {
  app.manifest = dictionary(app.manifest);
  app.problems = texts(app.problems);
  app.because = causes(app.because);
  app.cluster = finder.cluster(app.cluster ?? "");
  app.set = finder.set(app.namespace, app.applicationSet ?? "");
  app.state = app.refused ? "refused" : app.problems.length ? "problem" : "fine";
  const own = dictionary(dictionary(app.manifest.get("metadata")).get("labels"));
  app.labels = own;
  app.selectable = own.size ? new Map([...app.cluster.labels, ...own]) : app.cluster.labels;
  const spec = dictionary(app.manifest.get("spec"));
  app.sources = spec.has("sources")
    ? list(spec, "sources").map(record)
    : spec.has("source")
      ? [record(spec.get("source"))]
      : [];
  app.destination = record(spec.get("destination"));
  app.haystack = haystack(app);
  app.cluster.applications.push(app);
  app.set.applications.push(app);
}

/** Applications that come from the payload of another one. */
function joinParents(applications) {
  const named = new Map(applications.map((app) => [full(app), app]));
  for (const app of applications) app.children = [];
  for (const app of applications) {
    const parent = named.get(app.parent);
    app.parent = parent && parent !== app ? parent : null;
    if (app.parent) app.parent.children.push(app);
  }
}

function haystack(app) {
  const sources = app.sources.flatMap((source) => [source.repoURL, source.path, source.chart, source.targetRevision]);
  const words = [
    app.name,
    app.project,
    app.useCase,
    app.set.name,
    app.cluster.name,
    app.cluster.server,
    app.destination.namespace,
    ...sources,
    ...app.problems,
  ];
  return words.filter(Boolean).join("\n").toLowerCase();
}

/** Sets of the same name in several environments share a column. */
function columns(sets) {
  const found = new Map();
  for (const set of sets) {
    const key = full(set);
    if (!found.has(key)) found.set(key, { name: set.name, namespace: set.namespace, sets: [] });
    const column = found.get(key);
    set.column = column;
    column.sets.push(set);
  }
  return [...found.values()];
}

const ORDER = ["refused", "problem", "unknown", "fine"];
const worst = (things) => ORDER.find((state) => things.some((thing) => thing.state === state)) ?? "fine";

/** What names a thing in the address, as long as the plan has it. */
const keyOf = (thing) => [thing.kind, thing.plan, thing.namespace ?? "", thing.name].join(":");

/** Labels that every cluster Secret has tell nothing. */
const telling = (labels) => [...labels].filter(([key]) => !/(^|\.)(argoproj\.io|loft\.sh)\//.test(key));
